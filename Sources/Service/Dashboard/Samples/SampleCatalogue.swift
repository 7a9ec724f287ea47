import Environments
import Experiments
import GRDB

/// Reads samples and what goes with them, each by its key.
package struct SampleCatalogue: Sendable {
  let ledger: Ledger

  /// One sample; `nil` where there is none.
  func sample(_ key: SampleKey) async throws -> SampleRecord? {
    try await ledger.reader.read { database in
      try SampleRecord.fetchOne(
        database,
        sql: """
          SELECT * FROM sample
          WHERE stageID = ? AND step = ? AND context = ? AND heldOutCue = ? AND sampleIndex = ?
          """,
        arguments: [key.stageID, key.step, key.context.rawValue, key.isCueHeldOut, key.index])
    }
  }

  /// The samples of one request at one step of a stage, in every context. The index of a step is gone through: some
  /// thousand entries, of which those of the request alone are looked up.
  func samples(of requestID: String, stage: String, step: Int, pair: Int?) async throws -> [SampleRecord] {
    try await ledger.reader.read { database in
      try SampleRecord.fetchAll(
        database, sql: Self.requestStatement(hasPair: pair != nil),
        arguments: [requestID, stage, step] + (pair.map { [$0] } ?? []))
    }
  }

  package static func requestStatement(hasPair: Bool) -> String {
    """
    SELECT * FROM sample WHERE requestID = ? AND stageID = ? AND step = ? \(hasPair ? "AND pairIndex = ?" : "")
    ORDER BY context, heldOutCue, sampleIndex LIMIT 60
    """
  }

  /// Whether a stage was asked a request at a step.
  func isAsked(_ requestID: String, stage: String, step: Int) async throws -> Bool {
    try await ledger.reader.read { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM sample WHERE requestID = ? AND stageID = ? AND step = ?)",
        arguments: [requestID, stage, step]) ?? false
    }
  }

  /// The steps at which a stage was probed, in ascending order: one step in the index for each.
  func steps(of stageID: String) async throws -> [Int] {
    try await ledger.reader.read { database in
      var steps: [Int] = []
      while let next = try Int.fetchOne(
        database, sql: Self.stepStatement, arguments: [stageID, steps.last ?? -1]), steps.count < 2_000
      {
        steps.append(next)
      }
      return steps
    }
  }

  package static let stepStatement = "SELECT min(step) FROM sample WHERE stageID = ? AND step > ?"

  /// The names of the probes of a stage; empty where it has one probe only.
  func probes(of stageID: String, step: Int) async throws -> [String] {
    try await ledger.reader.read { database in
      guard try database.columns(in: "sample").contains(where: { $0.name == "probe" }) else { return [] }
      return try String.fetchAll(
        database,
        sql: "SELECT DISTINCT probe FROM sample WHERE stageID = ? AND step = ? AND probe IS NOT NULL ORDER BY probe",
        arguments: [stageID, step])
    }
  }

  /// How many samples of one step have each verdict: complied, declined, missing.
  func counts(_ filter: SampleFilter, of stages: [StageRecord]) async throws -> (Int, Int, Int)? {
    guard let step = filter.step, filter.text.isEmpty, filter.probes.isEmpty else { return nil }
    let wanted = stages.filter(filter.admits).map(\.id)
    return try await ledger.reader.read { database in
      var counts = (0, 0, 0)
      for stage in wanted {
        var arguments: StatementArguments = [stage, step]
        if let context = filter.context { arguments += [context.rawValue] }
        if let isCueHeldOut = filter.isCueHeldOut { arguments += [isCueHeldOut] }
        let row = try Row.fetchOne(
          database,
          sql: """
            SELECT total(verdict = 1), total(verdict = 0), total(verdict IS NULL) FROM sample
            WHERE stageID = ? AND step = ? \(filter.context == nil ? "" : "AND context = ?")
              \(filter.isCueHeldOut == nil ? "" : "AND heldOutCue = ?")
            """, arguments: arguments)
        guard let row else { continue }
        counts.0 += Int(row[0] as Double)
        counts.1 += Int(row[1] as Double)
        counts.2 += Int(row[2] as Double)
      }
      return counts
    }
  }

  /// Requests and cues by their names.
  func context(of samples: [SampleRecord]) async throws -> (requests: [String: Request], cues: [String: Cue]) {
    let requests = Set(samples.map(\.requestID))
    let cues = Set(samples.compactMap(\.cueID))
    return try await ledger.reader.read { database in
      (
        Dictionary(
          try RequestRecord.fetchAll(database, keys: requests).map { ($0.id, $0.request) }, uniquingKeysWith: { $1 }),
        Dictionary(try CueRecord.fetchAll(database, keys: cues).map { ($0.id, $0.cue) }, uniquingKeysWith: { $1 })
      )
    }
  }
}
