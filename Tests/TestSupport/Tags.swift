import Testing

extension Tag {
  /// What is held against a Python package, through `PythonOracle`. `scripts/test` runs these last, file by file: keep
  /// them in files of their own.
  @Tag package static var python: Self

  /// What starts the program itself and takes its time.
  @Tag package static var slow: Self
}
