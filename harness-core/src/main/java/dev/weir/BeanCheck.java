package dev.weir;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.Arrays;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;

/**
 * Looks at a bean class before Spark does: Spark leaves out what it cannot set, or fills it with
 * null, without a word.
 */
final class BeanCheck {
  private BeanCheck() {}

  private static boolean hasNoArgumentConstructor(Class<?> type) {
    return Arrays.stream(type.getConstructors()).anyMatch(c -> c.getParameterCount() == 0);
  }

  static <T> Encoder<T> encoder(Class<T> type) {
    if (!hasNoArgumentConstructor(type)) {
      throw new IllegalArgumentException(
          "Class "
              + type.getName()
              + " has no public no-argument constructor, so Spark cannot read it as a bean. "
              + "See docs/errors/not-a-bean.md");
    }
    try {
      for (PropertyDescriptor property :
          Introspector.getBeanInfo(type, Object.class).getPropertyDescriptors()) {
        if (property.getReadMethod() != null && property.getWriteMethod() == null) {
          throw new IllegalArgumentException(
              "Property '"
                  + property.getName()
                  + "' of class "
                  + type.getName()
                  + " has no setter, so Spark would leave it null. See docs/errors/not-a-bean.md");
        }
      }
    } catch (IntrospectionException e) {
      throw new IllegalArgumentException("Class " + type.getName() + " is no Java bean", e);
    }
    return Encoders.bean(type);
  }
}
