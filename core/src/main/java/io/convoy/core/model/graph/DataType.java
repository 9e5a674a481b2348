package io.convoy.core.model.graph;

/** The element types of ONNX, with the numbers that files call them by. */
public enum DataType {
  FLOAT(1, Kind.REAL, 4),
  UINT8(2, Kind.INTEGER, 1),
  INT8(3, Kind.INTEGER, 1),
  UINT16(4, Kind.INTEGER, 2),
  INT16(5, Kind.INTEGER, 2),
  INT32(6, Kind.INTEGER, 4),
  INT64(7, Kind.INTEGER, 8),
  STRING(8, Kind.TEXT, 0),
  BOOL(9, Kind.INTEGER, 1),
  FLOAT16(10, Kind.REAL, 2),
  DOUBLE(11, Kind.REAL, 8),
  UINT32(12, Kind.INTEGER, 4),
  UINT64(13, Kind.INTEGER, 8),
  BFLOAT16(16, Kind.REAL, 2);

  /** How elements are held: floats or doubles, longs, strings. */
  public enum Kind {
    REAL,
    INTEGER,
    TEXT
  }

  private final int number;
  private final Kind kind;
  private final int bytes;

  DataType(int number, Kind kind, int bytes) {
    this.number = number;
    this.kind = kind;
    this.bytes = bytes;
  }

  /** What a file calls it. */
  public int number() {
    return number;
  }

  public Kind kind() {
    return kind;
  }

  /** Bytes of an element in a file; 0 for strings. */
  public int bytes() {
    return bytes;
  }

  public boolean isReal() {
    return kind == Kind.REAL;
  }

  /**
   * The type that a file calls {@code number}.
   *
   * @throws IllegalArgumentException for numbers of no type that is known here
   */
  public static DataType of(long number) {
    for (DataType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new IllegalArgumentException("no such element type: number=" + number);
  }

  /** A whole number as this type holds it: the low bits, with the type's sign. */
  public long wrap(long value) {
    return switch (this) {
      case UINT8 -> value & 0xff;
      case INT8 -> (byte) value;
      case UINT16 -> value & 0xffff;
      case INT16 -> (short) value;
      case INT32 -> (int) value;
      case UINT32 -> value & 0xffffffffL;
      case BOOL -> value == 0 ? 0 : 1;
      case INT64, UINT64, FLOAT, STRING, FLOAT16, DOUBLE, BFLOAT16 -> value;
    };
  }

  /** A number as this type holds it, rounded to nearest. */
  public double round(double value) {
    return switch (this) {
      case FLOAT -> (float) value;
      case FLOAT16 -> HalfFloats.toFloat(HalfFloats.fromFloat((float) value));
      case BFLOAT16 -> HalfFloats.roundToBfloat((float) value);
      case DOUBLE, UINT8, INT8, UINT16, INT16, INT32, INT64, STRING, BOOL, UINT32, UINT64 -> value;
    };
  }
}
