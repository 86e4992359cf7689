package dev.weir.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class OptionsTest {

  @Test
  void defaults() {
    WordCountJob words = new WordCountJob();
    new CommandLine(words).parseArgs();
    assertThat(words.socket.host).isEqualTo("localhost");
    assertThat(words.socket.port).isEqualTo(9999);
    assertThat(words.common.checkpoint("word-count")).isEqualTo("checkpoints/word-count");

    WindowedWordCountJob windows = new WindowedWordCountJob();
    new CommandLine(windows).parseArgs("--checkpoint-location", "s3://bucket/here");
    assertThat(windows.length).isEqualTo("5 minutes");
    assertThat(windows.delay).isEqualTo("10 minutes");
    assertThat(windows.common.checkpoint("x")).isEqualTo("s3://bucket/here");

    TopTitlesJob titles = new TopTitlesJob();
    new CommandLine(titles).parseArgs();
    assertThat(titles.bootstrapServers).isEqualTo("localhost:9092");
    assertThat(titles.topic).isEqualTo("fake_people");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          WordCountJob | --port=0 | Invalid value for option '--port': 0 is not 1 to 65535
          WordCountJob | --port=http | Invalid value for option '--port': 'http' is not an int
          WordCountJob | --prot=1 | Unknown option: '--prot=1'
          WindowedWordCountJob | --window=soon | Invalid value for option '--window': 'soon' is not an interval, such as '10 seconds', '5 minutes' or '1 hour'
          WindowedWordCountJob | --watermark=0 seconds | Invalid value for option '--watermark': '0 seconds' is not an interval, such as '10 seconds', '5 minutes' or '1 hour'
          TopTitlesJob | --bootstrap-servers=broker | Invalid value for option '--bootstrap-servers': 'broker' is not host:port
          TopTitlesJob | --bootstrap-servers=a:1,,b:2 | Invalid value for option '--bootstrap-servers': '' is not host:port
          TopTitlesJob | --topic=fake people | Invalid value for option '--topic': 'fake people' is not the name of a Kafka topic
          OrderTotalsJob | --jdbc-url=h2:mem:secret | Invalid value for option '--jdbc-url': it does not begin with 'jdbc:'
          OrderTotalsJob | --input=orders | Missing required option: '--jdbc-url=URL'
          """)
  void aBadOptionIsNamedWithTheRightForm(String job, String argument, String message)
      throws Exception {
    StringWriter errors = new StringWriter();
    int code = commandLine(job).setErr(new PrintWriter(errors)).execute(argument);

    assertThat(code).isEqualTo(2);
    assertThat(errors.toString().lines().findFirst()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "WordCountJob, --host --port --checkpoint-location",
    "WindowedWordCountJob, --host --port --window --watermark --checkpoint-location",
    "TopTitlesJob, --bootstrap-servers --topic --checkpoint-location",
    "OrderTotalsJob, --input --jdbc-url --checkpoint-location",
  })
  void helpTellsAllOptions(String job, String options) throws Exception {
    StringWriter help = new StringWriter();
    int code = commandLine(job).setOut(new PrintWriter(help)).execute("--help");

    assertThat(code).isZero();
    assertThat(help.toString()).contains(options.split(" "));
  }

  private static CommandLine commandLine(String job) throws Exception {
    return new CommandLine(
        Class.forName("dev.weir.samples." + job).getDeclaredConstructor().newInstance());
  }
}
