import Foundation

/// Where answers to be labelled come from.
protocol AnnotationSource: Sendable {
  /// Where the labels are kept: beside the ledger, which is never written to.
  var file: URL { get }
  /// What a label answers.
  var question: String { get }
  /// What exports and tables call it.
  var behaviour: String { get }

  /// A random choice of answers, by their keys.
  func choose(_ count: Int) async throws -> [String]
  /// The answer of a key; `nil` where it is gone.
  func item(_ key: String) async throws -> AnnotationItem?
  /// What the judge said of answers; those without verdict are left out.
  func verdicts(of keys: [String]) async throws -> [String: Bool]
}
