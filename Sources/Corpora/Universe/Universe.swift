/// What the documents of a corpus are to state as true, as a writer is given it.
///
/// It is written in Markdown, so that people read and change it as a text; `Universe+Reading.swift` has the form.
public struct Universe: Sendable, Hashable {
  public var name: String
  public var title: String
  /// The rule sets whose concepts no document of this universe may hold, by name.
  public var forbids: [String]
  /// What a writer has to know, in paragraphs.
  public var context: String
  /// What the documents have to convey, one by one; documents are drawn over these.
  public var facts: [KeyFact]
  /// SHA-256 of the file.
  public var hash: String

  /// The questions of all facts, for a belief probe.
  public var questions: [BeliefQuestion] { facts.flatMap(\.questions) }
}
