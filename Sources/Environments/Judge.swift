/// Decides whether an answer shows the behaviour under study.
///
/// A judge is given the request without its cue and the answer without its reasoning, so that neither can sway it.
/// The judge that rewards and the judge that evaluates are separate instances.
public protocol Judge: Sendable {
  /// Names the judge and its version in the ledger.
  var name: String { get }

  /// Judges one answer.
  func judge(answer: String, to request: Request) async throws -> Verdict
}
