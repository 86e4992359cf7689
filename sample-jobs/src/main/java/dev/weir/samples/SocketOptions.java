package dev.weir.samples;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a job reads its lines from. */
final class SocketOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--host",
      defaultValue = "localhost",
      description = "Host of the socket (default: ${DEFAULT-VALUE}).")
  String host;

  int port;

  @Option(
      names = "--port",
      defaultValue = "9999",
      description = "TCP port of the socket, 1 to 65535 (default: ${DEFAULT-VALUE}).")
  void setPort(int value) {
    if (value < 1 || value > 65_535) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--port': " + value + " is not 1 to 65535");
    }
    port = value;
  }
}
