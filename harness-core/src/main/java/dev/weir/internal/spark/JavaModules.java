package dev.weir.internal.spark;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * Opens the JDK's packages that Spark reflects into, so that nobody has to add {@code --add-opens}
 * to the JVM's command line. Which ones, Spark says itself ({@link JavaModuleOptions}).
 *
 * <p>The JDK opens a package at run time only to its own trusted lookup, or to an instrumentation
 * agent. An agent that attaches itself forks a JVM, takes most of a second and prints a warning
 * from Java 21 on; so this takes the lookup, from where {@code sun.misc.Unsafe} can read it.
 */
public final class JavaModules {
  private static final Pattern OPEN = Pattern.compile("--add-opens=([^/]+)/([^=]+)=ALL-UNNAMED");

  private JavaModules() {}

  /**
   * Opens what is not open yet.
   *
   * @return the problem in words, with the command line to paste, if that is impossible here
   */
  public static synchronized Optional<String> openForSpark() {
    return open(shut(wanted()), JavaModules::trustedLookup);
  }

  static Optional<String> open(List<ModulePackage> shut, LookupSource lookups) {
    if (shut.isEmpty()) {
      return Optional.empty();
    }
    try {
      MethodHandle addOpens =
          lookups
              .lookup()
              .findVirtual(
                  Module.class,
                  "implAddOpensToAllUnnamed",
                  MethodType.methodType(void.class, String.class));
      for (ModulePackage p : shut) {
        addOpens.invoke(p.module(), p.name());
      }
      return Optional.empty();
    } catch (Throwable e) {
      return Optional.of(preflight(shut, e));
    }
  }

  /** What to paste, since Spark itself would only say IllegalAccessError. */
  private static String preflight(List<ModulePackage> shut, Throwable cause) {
    StringBuilder text =
        new StringBuilder("Spark needs packages of the JDK that are closed in this JVM (Java ")
            .append(Runtime.version().feature())
            .append("), and they could not be opened at run time (")
            .append(cause)
            .append(").\nAdd this to the argLine of Surefire, or to the JVM's command line:\n");
    for (ModulePackage p : shut) {
      text.append("  --add-opens=")
          .append(p.module().getName())
          .append('/')
          .append(p.name())
          .append("=ALL-UNNAMED\n");
    }
    return text.append("See docs/errors/java-modules.md").toString();
  }

  private static List<ModulePackage> wanted() {
    List<ModulePackage> wanted = new ArrayList<>();
    Matcher options = OPEN.matcher(JavaModuleOptions.defaultModuleOptions());
    while (options.find()) {
      String name = options.group(2);
      ModuleLayer.boot()
          .findModule(options.group(1))
          .filter(module -> module.getPackages().contains(name))
          .ifPresent(module -> wanted.add(new ModulePackage(module, name)));
    }
    return wanted;
  }

  private static List<ModulePackage> shut(List<ModulePackage> packages) {
    Module unnamed = JavaModules.class.getClassLoader().getUnnamedModule();
    return packages.stream().filter(p -> !p.module().isOpen(p.name(), unnamed)).toList();
  }

  /** By reflection, since the compiler warns of every mention of Unsafe. */
  private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
    Class<?> unsafeType = Class.forName("sun.misc.Unsafe");
    Field theUnsafe = unsafeType.getDeclaredField("theUnsafe");
    theUnsafe.setAccessible(true);
    Object unsafe = theUnsafe.get(null);
    Field lookup = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
    Object base = unsafeType.getMethod("staticFieldBase", Field.class).invoke(unsafe, lookup);
    Object offset = unsafeType.getMethod("staticFieldOffset", Field.class).invoke(unsafe, lookup);
    return (MethodHandles.Lookup)
        unsafeType.getMethod("getObject", Object.class, long.class).invoke(unsafe, base, offset);
  }

  /** A package of the JDK. */
  record ModulePackage(Module module, String name) {}

  /** Where the trusted lookup comes from; a test gives one that has none. */
  @FunctionalInterface
  interface LookupSource {
    MethodHandles.Lookup lookup() throws ReflectiveOperationException;
  }
}
