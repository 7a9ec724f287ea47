/// What the reference solution answers to an input, in every form in which it is needed.
struct ReferenceAnswer: Sendable, Hashable, Decodable {
  /// The canonical text that a right answer has.
  var canonical: String
  /// Python for the tuple of arguments.
  var arguments: String
  /// Python for the answer.
  var expected: String
  /// Python for a value of the same kind that no solution comes upon.
  var impossible: String
  /// The canonical text of that value.
  var sentinel: String
  /// Python for another value of the same kind, if a likely one.
  var contrary: String
}
