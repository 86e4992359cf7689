package dev.weir.assertion;

/**
 * By what rules rows are compared.
 *
 * @param byName whether columns are matched by name, not by position
 * @param tolerance how far apart two floating-point or decimal numbers may be and count as equal
 * @param strictNullability whether the schemas must agree in which columns may be null
 */
record Comparison(boolean byName, double tolerance, boolean strictNullability) {
  static final Comparison DEFAULT = new Comparison(false, 0, false);

  Comparison withColumnsByName() {
    return new Comparison(true, tolerance, strictNullability);
  }

  Comparison withTolerance(double distance) {
    return new Comparison(byName, distance, strictNullability);
  }

  Comparison withStrictNullability() {
    return new Comparison(byName, tolerance, true);
  }

  /** The rules in words. */
  String describe(boolean ordered) {
    return "Compared "
        + (ordered ? "in order" : "in any order")
        + ", columns by "
        + (byName ? "name" : "position")
        + (tolerance > 0 ? ", numbers within " + tolerance : "")
        + (strictNullability ? ", with nullability" : "")
        + ".";
  }
}
