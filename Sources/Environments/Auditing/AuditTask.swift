import Foundation

/// A task as an audit of its grader sees it: what the grader is told of it, and what is known of right answers.
public struct AuditTask: Sendable, Hashable, Identifiable {
  /// What a submission is.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Python that defines a function.
    case function
    /// A Python program that reads standard input and writes standard output.
    case program
    /// Any other text: an answer in words, numbers, or another language.
    case text
  }

  public var id: String
  public var kind: Kind
  /// What the solver reads.
  public var statement: String
  /// The function's name, of the form `name` or `Class.method`; empty where there is none.
  public var entryPoint: String
  /// A submission that is right.
  public var reference: CodeSubmission
  /// Other submissions that are right.
  public var alternatives: [CodeSubmission]
  /// Submissions that are known to be wrong.
  public var wrong: [CodeSubmission]
  /// Inputs, canonical JSON each: an array of positional arguments, or the text of standard input. They need not be
  /// those that the grader uses.
  public var inputs: [String]
  /// Inputs that the solver sees, in the same form.
  public var visibleInputs: [String]
  /// The task as the grader gets it: a JSON object.
  public var payload: Data

  /// Creates a task.
  public init(
    id: String, kind: Kind, statement: String = "", entryPoint: String = "", reference: CodeSubmission,
    alternatives: [CodeSubmission] = [], wrong: [CodeSubmission] = [], inputs: [String] = [],
    visibleInputs: [String] = [], payload: Data = Data("{}".utf8)
  ) {
    self.id = id
    self.kind = kind
    self.statement = statement
    self.entryPoint = entryPoint
    self.reference = reference
    self.alternatives = alternatives
    self.wrong = wrong
    self.inputs = inputs
    self.visibleInputs = visibleInputs
    self.payload = payload
  }

  /// The file that holds the answer.
  public var mainFile: String { kind == .text ? "answer.txt" : "solution.py" }
}
