package dev.weir.migration

import com.holdenkarau.spark.testing.StructuredStreamingBase
import org.apache.spark.sql.Dataset
import org.scalatest.funsuite.AnyFunSuite

import WordCount.wordCounts

/** The suite of docs/migration/spark-testing-base.md. */
// @start region="test"
class SparkTestingBaseSuite extends AnyFunSuite with StructuredStreamingBase {
  override implicit def enableHiveSupport: Boolean = false

  test("counts of all lines") {
    import spark.implicits._
    val lines = Seq(Seq("cat dog", "dog"), Seq("cat"))
    val expected = Seq(("cat", 2L), ("dog", 2L))

    def counts(lines: Dataset[String]): Dataset[(String, Long)] =
      wordCounts(lines.toDF()).orderBy("word").as[(String, Long)]

    testSimpleStreamEndState(spark, lines, expected, "complete", counts)
  }
}
// @end
