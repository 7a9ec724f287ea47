import Foundation

/// The files of what was asked of one model.
///
/// | file | holds |
/// |---|---|
/// | `answers.jsonl` | every answer of the model and of its judge, under the hash of what was asked |
/// | `samples-….jsonl` | every sample with its transcript and findings, for one set of settings |
/// | `report.json` | the last report |
public struct ProbingDirectory: Sendable, Hashable {
  public let url: URL

  public var answers: URL { url.appending(path: "answers.jsonl") }
  public var report: URL { url.appending(path: "report.json") }

  /// The samples of an evaluation's kind under the settings of this key.
  func samples(_ kind: String, key: AnswerKey) -> URL {
    url.appending(path: "\(kind)-\(key.hexadecimal.prefix(12)).jsonl")
  }
}

extension Workspace {
  /// Where the answers of a model to probes lie; it need not exist.
  func probing(of model: AuditedModel) -> ProbingDirectory {
    let stem = model.name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" }
    let name = String(stem.prefix(40)).trimmingCharacters(in: CharacterSet(charactersIn: ".-"))
    let key = AnswerKey(of: ["titer-probing-1", model.identity]).hexadecimal.prefix(8)
    return ProbingDirectory(url: url.appending(path: "probes/\(name)-\(key)", directoryHint: .isDirectory))
  }
}
