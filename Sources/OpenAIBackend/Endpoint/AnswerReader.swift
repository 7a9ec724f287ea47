/// Reads one answer, whole or as a stream of events.
protocol AnswerReader: Sendable {
  associatedtype Answer: Sendable

  /// Takes a whole answer, or the next event of one.
  ///
  /// - Throws: `UnreadableAnswer` where it is not what it should be.
  mutating func read(_ value: JSONValue) throws(UnreadableAnswer)

  /// The answer, when everything has been read.
  func answer() throws(UnreadableAnswer) -> EndpointAnswer<Answer>
}

/// What is wrong with an answer, to be put behind the address that it came from.
struct UnreadableAnswer: Error {
  var what: String
  /// Whether the answer broke off, and another attempt may bring all of it.
  var isIncomplete = false
  /// Whether the server cannot do what is asked of it.
  var isUnsupported = false
}

/// An answer, and what it took.
struct EndpointAnswer<Content: Sendable>: Sendable {
  var content: Content
  /// What the server says that it took.
  var tokens: TokenCount?
  /// What it took by its length.
  var estimate: TokenCount
}
