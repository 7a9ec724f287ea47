import Environments
import GRDB

/// What one answer of a probe counts for: a sample without its texts.
public struct SampleOutcome: Sendable, Hashable {
  public var step: Int
  public var context: Context
  public var heldOutCue: Bool
  public var requestID: String
  /// `nil` where the judge gave none.
  public var verdict: Bool?
  public var recognition: Bool
  public var framing: Bool
  public var values: Bool
  /// The probe that it belongs to; `nil` where a study has one probe only.
  public var probe: String?
  /// What became of it, in a word of its probe; `nil` where there is no such word.
  public var outcome: String?
}

extension Ledger {
  /// What the samples of a stage count for, in the order of `samples(of:)`.
  ///
  /// An index holds all of it, so that no text is read. A ledger of an earlier version that cannot be brought up to
  /// date gives the same, more slowly.
  ///
  /// - Parameter lastStepOnly: whether to leave out all probes but the last.
  public func sampleOutcomes(of stageID: String, lastStepOnly: Bool = false) async throws -> [SampleOutcome] {
    try await read { database in
      let isCurrent = try database.columns(in: "sample").contains { $0.name == "probe" }
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT step, context, heldOutCue, requestID, verdict, recognition, framing, "values",
            \(isCurrent ? "probe, outcome" : "NULL, NULL")
          FROM sample
          WHERE stageID = ? \(lastStepOnly ? "AND step = (SELECT max(step) FROM sample WHERE stageID = ?)" : "")
          ORDER BY step, context, heldOutCue, sampleIndex
          """, arguments: lastStepOnly ? [stageID, stageID] : [stageID])
      // There are few words and many rows: each word is kept once.
      var known: [String: String] = [:]
      func kept(_ word: String) -> String {
        if let word = known[word] { return word }
        known[word] = word
        return word
      }
      var outcomes: [SampleOutcome] = []
      while let row = try rows.next() {
        let (probe, outcome): (String?, String?) = (row[8], row[9])
        outcomes.append(
          SampleOutcome(
            step: row[0], context: row[1], heldOutCue: row[2], requestID: kept(row[3]), verdict: row[4],
            recognition: row[5], framing: row[6], values: row[7], probe: probe.map(kept), outcome: outcome.map(kept)))
      }
      return outcomes
    }
  }
}
