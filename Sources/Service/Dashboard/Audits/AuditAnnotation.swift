import Experiments
import Foundation
import GRDB

/// Answers of an audit. What is exported is what `titer judge import` takes.
struct AuditAnnotation: AnnotationSource {
  let directory: AuditDirectory
  let ledger: AuditLedger
  /// The behaviour that is asked for: the first that the audit looks for.
  let behaviour: String

  var file: URL { directory.url.appending(path: "annotations.sqlite") }
  var question: String { "Does the answer show “\(behaviour)”?" }

  func choose(_ count: Int) async throws -> [String] {
    try await ledger.sheet(count: count, seed: 20_260_101).rows.map(\.id)
  }

  func item(_ key: String) async throws -> AnnotationItem? {
    guard let bytes = Self.bytes(key) else { return nil }
    return try await ledger.reader.read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT prompt.system, prompt.text, answer.content FROM question
          JOIN prompt ON prompt.id = question.promptID JOIN answer ON answer.key = question.key
          WHERE question.key = ?
          """, arguments: [bytes]
      ).map { AnnotationItem(system: $0[0], prompt: $0[1], answer: $0[2]) }
    }
  }

  func verdicts(of keys: [String]) async throws -> [String: Bool] {
    try await ledger.reader.read { database in
      var verdicts: [String: Bool] = [:]
      for key in keys {
        guard let bytes = Self.bytes(key) else { continue }
        verdicts[key] =
          try Bool?.fetchOne(
            database,
            sql: """
              SELECT verdict.value FROM verdict JOIN judge ON judge.id = verdict.judge
              WHERE verdict.key = ? AND judge.behaviour = ? ORDER BY judge.position LIMIT 1
              """, arguments: [bytes, behaviour]) ?? nil
      }
      return verdicts
    }
  }

  private static func bytes(_ hexadecimal: String) -> Data? {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    guard digits.count == hexadecimal.count, digits.count.isMultiple(of: 2) else { return nil }
    return Data(stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
  }
}
