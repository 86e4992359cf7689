package dev.weir.migration

import org.apache.spark.sql.DataFrame

object WordCount {
  def wordCounts(lines: DataFrame): DataFrame =
    lines.selectExpr("explode(split(value, ' ')) AS word").groupBy("word").count()
}
