package dev.weir.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Values of records to bytes and back, by the libraries that Spark brings. */
final class RecordValues {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private RecordValues() {}

  static byte[] toJson(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new KafkaHarnessException(RecordMessages.noJson(value, e), e);
    }
  }

  static <T> T fromJson(byte[] value, Class<T> type, String place) {
    try {
      return JSON.readValue(value, type);
    } catch (IOException e) {
      throw new KafkaHarnessException(
          RecordMessages.notJson(place, RecordText.of(value), type.getSimpleName(), e), e);
    }
  }

  static byte[] toAvro(GenericRecord value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<GenericRecord>(value.getSchema()).write(value, encoder);
      encoder.flush();
      return bytes.toByteArray();
    } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException e) {
      throw new KafkaHarnessException(RecordMessages.noAvro(value, e), e);
    }
  }

  /** Bytes that are left over are a sign of another schema, so they are an error too. */
  static GenericRecord fromAvro(byte[] value, Schema schema, String place) {
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, null);
    try {
      GenericRecord read = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
      if (!decoder.isEnd()) {
        throw new IOException("bytes are left behind the record");
      }
      return read;
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw new KafkaHarnessException(
          RecordMessages.notAvro(place, RecordText.of(value), schema.getName(), e), e);
    }
  }
}
