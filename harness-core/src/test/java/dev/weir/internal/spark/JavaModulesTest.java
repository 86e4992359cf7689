package dev.weir.internal.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.spark.JavaModules.ModulePackage;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaModulesTest {

  @Test
  void packagesAreOpenAfterwards() {
    assertThat(JavaModules.openForSpark()).isEmpty();
    Module unnamed = JavaModules.class.getClassLoader().getUnnamedModule();
    assertThat(Object.class.getModule().isOpen("sun.nio.ch", unnamed)).isTrue();
    assertThat(Object.class.getModule().isOpen("java.lang.invoke", unnamed)).isTrue();
  }

  @Test
  void whereThatIsImpossibleTheArgLineIsNamed() {
    List<ModulePackage> shut =
        List.of(
            new ModulePackage(Object.class.getModule(), "sun.nio.ch"),
            new ModulePackage(Object.class.getModule(), "java.nio"));

    assertThat(
            JavaModules.open(
                shut,
                () -> {
                  throw new NoSuchFieldException("theUnsafe");
                }))
        .contains(
            """
            Spark needs packages of the JDK that are closed in this JVM (Java %d), and they could not be opened at run time (java.lang.NoSuchFieldException: theUnsafe).
            Add this to the argLine of Surefire, or to the JVM's command line:
              --add-opens=java.base/sun.nio.ch=ALL-UNNAMED
              --add-opens=java.base/java.nio=ALL-UNNAMED
            See docs/errors/java-modules.md"""
                .formatted(Runtime.version().feature()));
  }
}
