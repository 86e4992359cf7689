package dev.weir.kafka.broker;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;
import org.apache.kafka.common.security.plain.internals.PlainSaslServer.PlainSaslServerFactory;
import org.apache.kafka.common.security.scram.internals.ScramSaslServer.ScramSaslServerFactory;

/**
 * Lets the brokers of this class loader check logins by their own classes.
 *
 * <p>Whose classes do that is decided for the whole JVM: Kafka registers them with {@link
 * java.security.Security} under a fixed name, and the first Kafka in the JVM wins, a client just as
 * well as a broker. A broker would then be given classes of the tests' Kafka client, which are of
 * the same names and not the same. So there is one more provider, before the others, that serves
 * whoever is of this class loader and nobody else.
 */
final class OwnSaslProvider extends Provider implements AutoCloseable {

  private static final long serialVersionUID = 1L;

  private OwnSaslProvider(String name) {
    super(name, "1", "Logins at the embedded brokers of one class loader");
    SaslServerFactory scram = new ScramSaslServerFactory();
    putService(new Mechanism(this, "PLAIN", new PlainSaslServerFactory()));
    putService(new Mechanism(this, "SCRAM-SHA-256", scram));
    putService(new Mechanism(this, "SCRAM-SHA-512", scram));
  }

  static OwnSaslProvider register() {
    ClassLoader loader = OwnSaslProvider.class.getClassLoader();
    OwnSaslProvider provider =
        new OwnSaslProvider("weir-kafka-" + Integer.toHexString(System.identityHashCode(loader)));
    Security.insertProviderAt(provider, 1);
    return provider;
  }

  @Override
  public void close() {
    Security.removeProvider(getName());
  }

  private static final class Mechanism extends Service {

    private final SaslServerFactory factory;

    Mechanism(Provider provider, String name, SaslServerFactory kafkas) {
      super(provider, "SaslServerFactory", name, kafkas.getClass().getName(), List.of(), Map.of());
      factory = new OnlyForUs(kafkas);
    }

    @Override
    public Object newInstance(Object parameter) {
      return factory;
    }
  }

  /** Answers null to others, which means: ask the next provider. */
  private record OnlyForUs(SaslServerFactory kafkas) implements SaslServerFactory {

    @Override
    public SaslServer createSaslServer(
        String mechanism,
        String protocol,
        String server,
        Map<String, ?> properties,
        CallbackHandler handler)
        throws SaslException {
      return handler.getClass().getClassLoader() == OnlyForUs.class.getClassLoader()
          ? kafkas.createSaslServer(mechanism, protocol, server, properties, handler)
          : null;
    }

    @Override
    public String[] getMechanismNames(Map<String, ?> properties) {
      return kafkas.getMechanismNames(properties);
    }
  }
}
