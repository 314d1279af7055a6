package dev.fleetpulse.query.csv;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.dataformat.csv.CsvSchema.ColumnType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes rows as RFC 4180 has them: a row of names first, lines end with CR LF, UTF-8. */
final class CsvStream<T> {
  private static final CsvMapper MAPPER =
      CsvMapper.csvBuilder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
          .build();
  private final CsvTable<T> table;
  private final SequenceWriter rows;

  /** Writes the row of names. */
  CsvStream(OutputStream out, CsvTable<T> table) throws IOException {
    this.table = table;
    this.rows = MAPPER.writerFor(List.class).with(lines(table.names())).writeValues(out);
    rows.write(table.names());
  }

  /** Without columns, cells that are empty at the end of a row would be left out. */
  private static CsvSchema lines(List<String> names) {
    return CsvSchema.builder()
        .addColumns(names, ColumnType.STRING)
        .setLineSeparator("\r\n")
        .setUseHeader(false)
        .build();
  }

  void write(T entry) throws IOException {
    rows.write(table.row(entry));
  }

  /** Writes what is still held; the stream stays open. */
  void end() throws IOException {
    rows.close();
  }
}
