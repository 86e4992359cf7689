package dev.weir.recovery;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/** The class of a job that another JVM makes an object of. */
final class ForkedType {
  private ForkedType() {}

  /** Says what is in the way of that. */
  static void check(Class<? extends JobUnderTest> type) {
    if (type.isHidden() || type.isSynthetic()) {
      throw new IllegalArgumentException(ForkedMessages.notAJob("A lambda"));
    }
    if (type.isAnonymousClass()) {
      throw new IllegalArgumentException(
          ForkedMessages.notAJob("The anonymous class " + type.getName()));
    }
    if (type.isLocalClass()) {
      throw new IllegalArgumentException(
          ForkedMessages.notAJob("The local class " + type.getName()));
    }
    if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      throw new IllegalArgumentException(
          ForkedMessages.notAJob("The inner class " + type.getName() + ", which is not static,"));
    }
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      throw new IllegalArgumentException(
          ForkedMessages.notAJob("The abstract type " + type.getName()));
    }
    if (Arrays.stream(type.getDeclaredConstructors()).noneMatch(c -> c.getParameterCount() == 0)) {
      throw new IllegalArgumentException(
          ForkedMessages.notAJob(type.getName() + ", whose constructors have parameters,"));
    }
  }

  /** In the other JVM. */
  static JobUnderTest newJob(String type) throws ReflectiveOperationException {
    Constructor<? extends JobUnderTest> constructor =
        Class.forName(type).asSubclass(JobUnderTest.class).getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }
}
