package dev.weir.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Values as plain Avro binary, which Spark's {@code from_avro} and {@code to_avro} speak: the
 * fields alone, with neither the schema nor the header of a schema registry before them.
 */
final class AvroFormat {

  private AvroFormat() {}

  static byte @Nullable [] write(@Nullable IndexedRecord value) {
    if (value == null) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      writer(value).write(value, encoder);
      encoder.flush();
    } catch (IOException | RuntimeException e) {
      // Avro wraps what does not fit in whatever the field's own code threw: null pointers, casts.
      throw new KafkaHarnessException(
          RecordMessages.notWritten(
              "Avro",
              value,
              KafkaMessages.why(e),
              "Each field needs a value of its type in the schema "
                  + value.getSchema().getFullName()
                  + "; a field that may be null is a union with null."),
          e);
    }
    return bytes.toByteArray();
  }

  private static DatumWriter<IndexedRecord> writer(IndexedRecord value) {
    Schema schema = value.getSchema();
    return value instanceof SpecificRecord
        ? new SpecificDatumWriter<>(schema, SpecificData.getForClass(value.getClass()))
        : new GenericDatumWriter<>(schema);
  }

  static @Nullable GenericRecord read(
      byte @Nullable [] bytes, Schema schema, String part, String place) {
    if (bytes == null) {
      return null;
    }
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, null);
    try {
      GenericRecord record = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
      if (!decoder.isEnd()) {
        throw new AvroRuntimeException("there are bytes left after the last field");
      }
      return record;
    } catch (IOException | RuntimeException e) {
      // Bytes of something else fail in any way: lengths below zero, unions without a branch.
      throw new KafkaHarnessException(
          RecordMessages.notReadAs(
              part,
              place,
              "Avro",
              schema.getFullName(),
              KafkaMessages.why(e),
              RecordText.of(bytes)),
          e);
    }
  }
}
