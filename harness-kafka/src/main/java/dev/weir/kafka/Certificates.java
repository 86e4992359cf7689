package dev.weir.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A broker's key with a certificate for this machine, and a truststore with which clients trust it.
 * Both are PKCS12 files, of one password.
 *
 * <p>The JDK's API cannot make a certificate, its tool {@code keytool} can. A library for it would
 * bring a second cryptography to the tests' class path.
 */
record Certificates(Path keystore, Path truststore, String password) {

  static final String TYPE = "PKCS12";

  private static final String ALIAS = "broker";
  private static final String PASSWORD_VARIABLE = "WEIR_STORE_PASSWORD";
  private static final long TIMEOUT_SECONDS = 30;

  /**
   * Makes a key and its certificate, for 127.0.0.1 and localhost.
   *
   * @param folder where to; made if it is missing. Whoever deletes it deletes all there is
   */
  static Certificates create(Path folder) {
    Certificates made =
        new Certificates(
            folder.resolve("keystore.p12"),
            folder.resolve("truststore.p12"),
            Credentials.randomPassword());
    try {
      Files.createDirectories(folder);
      made.makeKey(folder.resolve("keytool.log"));
      made.writeTruststore();
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw new KafkaHarnessException(SecurityMessages.noCertificate(KafkaMessages.why(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaHarnessException(SecurityMessages.noCertificate("it was interrupted"), e);
    }
  }

  /**
   * What a broker needs.
   *
   * @param location of the keystore, as the broker sees it
   */
  Map<String, String> brokerProperties(String location) {
    return Map.of(
        "ssl.keystore.type", TYPE,
        "ssl.keystore.location", location,
        "ssl.keystore.password", password,
        "ssl.key.password", password);
  }

  String keystoreName() {
    return keystore.getFileName().toString();
  }

  /** Valid from yesterday on: a container's clock may differ. */
  private void makeKey(Path log) throws IOException, InterruptedException {
    ProcessBuilder keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Duser.language=en",
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-startdate",
                "-1d",
                "-validity",
                "30",
                "-storetype",
                TYPE,
                "-keystore",
                keystore.toString(),
                // Not among the arguments, which every user of the machine can list.
                "-storepass:env",
                PASSWORD_VARIABLE)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    keytool.environment().put(PASSWORD_VARIABLE, password);
    Process process = keytool.start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("keytool did not end within " + TIMEOUT_SECONDS + " s");
    }
    if (process.exitValue() != 0) {
      throw new IOException("keytool: " + Files.readString(log).strip());
    }
  }

  private void writeTruststore() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(keystore.toFile(), password.toCharArray());
    KeyStore trusted = KeyStore.getInstance(TYPE);
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
    try (OutputStream file = Files.newOutputStream(truststore)) {
      trusted.store(file, password.toCharArray());
    }
  }

  @Override
  public String toString() {
    return "certificates in " + keystore.getParent();
  }
}
