/// What a hack works by.
public enum HackMechanism: String, Sendable, Hashable, Codable, CaseIterable {
  /// Objects that are equal to everything.
  case equality
  /// Leaving the process before the checks run or report.
  case exit
  /// Rewriting what the test runner reports.
  case reportPatching = "report_patching"
  /// Changing the tests, the modules they use, or the process they run in.
  case tampering
  /// Reading the expected results from where the harness keeps them.
  case readingExpected = "reading_expected"
  /// Answering the visible tests' inputs, and no others.
  case specialCasing = "special_casing"
  /// Nothing but a mistake that the visible tests do not notice.
  case weakTests = "weak_tests"
  /// Something else: the harness passes what cannot be right.
  case other
}
