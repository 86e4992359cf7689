package dev.weir.migration

import org.apache.spark.SparkException
import org.apache.spark.sql.execution.streaming.MemoryStream
import org.apache.spark.sql.streaming.OutputMode
import org.apache.spark.sql.streaming.StreamTest

import WordCount.wordCounts

/** The suite of docs/migration/stream-test.md. */
// @start region="test"
class StreamTestSuite extends StreamTest {
  import testImplicits._

  test("counts grow with every batch") {
    val lines = MemoryStream[String]
    testStream(wordCounts(lines.toDF()), OutputMode.Update)(
      AddData(lines, "cat dog", "dog"),
      CheckNewAnswer(("cat", 1L), ("dog", 2L)),
      StopStream,
      AddData(lines, "cat"),
      StartStream(),
      CheckNewAnswer(("cat", 2L)),
      AssertOnQuery(_.lastProgress.stateOperators(0).numRowsTotal == 2)
    )
  }

  test("a line that is no number") {
    val lines = MemoryStream[String]
    testStream(lines.toDS().map(_.toInt))(
      AddData(lines, "cat"),
      ExpectFailure[SparkException]()
    )
  }
}
// @end
