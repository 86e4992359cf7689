package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a client trusts, and under which names. */
class CertificatesTest {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  @Test
  void theCertificateIsForThisMachineAndTheTruststoreHasNoKey(@TempDir Path folder)
      throws Exception {
    Certificates certificates = Certificates.create(folder.resolve("not/there/yet"));
    char[] password = certificates.password().toCharArray();

    KeyStore trusted = KeyStore.getInstance(certificates.truststore().toFile(), password);
    String alias = Collections.list(trusted.aliases()).get(0);
    X509Certificate certificate = (X509Certificate) trusted.getCertificate(alias);
    assertThat(trusted.isCertificateEntry(alias)).isTrue();
    assertThat(trusted.size()).isEqualTo(1);
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(IP_ADDRESS, "127.0.0.1"), List.of(DNS_NAME, "localhost"));

    KeyStore keys = KeyStore.getInstance(certificates.keystore().toFile(), password);
    assertThat(keys.isKeyEntry(alias)).isTrue();
    assertThat(keys.getCertificate(alias)).isEqualTo(certificate);
  }

  @Test
  void noTwoBrokersHaveOneKeyOrOnePassword(@TempDir Path one, @TempDir Path other) {
    assertThat(Certificates.create(one).password())
        .isNotEqualTo(Certificates.create(other).password());
    assertThat(Credentials.random()).isNotEqualTo(Credentials.random());
  }
}
