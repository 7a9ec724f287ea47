import Environments
import Experiments
import Foundation
import GRDB

/// Finds samples page by page, by key and within bounds: no page looks at more than a fixed number of rows, whatever is
/// asked for and however large the ledger is. What a search does not reach, the next page goes on with.
package struct SampleSearch: Sendable {
  package var filter: SampleFilter
  package var pageSize = 20
  /// The most rows that a page looks at.
  package var scanLimit = 20_000

  package init(filter: SampleFilter) {
    self.filter = filter
  }

  /// A page of the samples of `stages`, which are gone through in their order.
  package func page(of stages: [StageRecord], in ledger: Ledger) async throws -> SamplePage {
    let wanted = stages.filter(filter.admits)
    var remaining = wanted[...]
    if let after = filter.after { remaining = wanted.drop { $0.id != after.stageID } }
    let chosen = Array(remaining)
    return try await ledger.reader.read { database in
      let hasProbes = try database.columns(in: "sample").contains { $0.name == "probe" }
      var page = SamplePage()
      for stage in chosen {
        let after = stage.id == filter.after?.stageID ? filter.after : nil
        try collect(stage.id, after: after, hasProbes: hasProbes, into: &page, in: database)
        if page.next != nil { break }
      }
      return page
    }
  }

  private func collect(
    _ stageID: String, after: SampleKey?, hasProbes: Bool, into page: inout SamplePage, in database: Database
  ) throws {
    let (sql, arguments) = statement(stageID, after: after)
    let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
    while let row = try rows.next() {
      if page.samples.count == pageSize || page.examined == scanLimit {
        page.next = page.last
        return
      }
      page.examined += 1
      page.last = try SampleKey(row)
      if try matches(row, hasProbes: hasProbes) { page.samples.append(try SampleRecord(row: row)) }
    }
  }

  /// The rows of a stage behind a key: an index has their order.
  package func statement(_ stageID: String, after: SampleKey?) -> (sql: String, arguments: StatementArguments) {
    var conditions = ["stageID = ?"]
    var arguments: StatementArguments = []
    var order: [(column: String, value: (any DatabaseValueConvertible)?)] = [
      ("step", after?.step), ("context", after?.context.rawValue), ("heldOutCue", after?.isCueHeldOut),
      ("sampleIndex", after?.index),
    ]
    var fixed: [any DatabaseValueConvertible] = [stageID]
    // Fields that are given from the left on are an equality in the index; the key compares the rest.
    if let step = filter.step {
      conditions.append("step = ?")
      fixed.append(step)
      order.removeFirst()
      if let context = filter.context {
        conditions.append("context = ?")
        fixed.append(context.rawValue)
        order.removeFirst()
        if let isCueHeldOut = filter.isCueHeldOut {
          conditions.append("heldOutCue = ?")
          fixed.append(isCueHeldOut)
          order.removeFirst()
        }
      }
    }
    if after != nil {
      let columns = order.map(\.column).joined(separator: ", ")
      conditions.append("(\(columns)) > (\(order.map { _ in "?" }.joined(separator: ", ")))")
      fixed += order.compactMap(\.value)
    }
    for value in fixed { arguments += [value] }
    let found = filter.text.isEmpty ? "1" : Self.condition("answer")
    if !filter.text.isEmpty { arguments = Self.arguments(filter.text) + arguments }
    return (
      """
      SELECT *, \(found) AS isFound FROM sample WHERE \(conditions.joined(separator: " AND "))
      ORDER BY step, context, heldOutCue, sampleIndex
      """, arguments
    )
  }

  /// Whether a text is in the reasoning or in another column of it.
  static func condition(_ column: String) -> String {
    "(\(column) LIKE ? ESCAPE '\\' OR reasoning LIKE ? ESCAPE '\\')"
  }

  /// What `condition` takes for a text, whose signs stand for themselves.
  static func arguments(_ text: String) -> StatementArguments {
    let escaped = text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    return ["%\(escaped)%", "%\(escaped)%"]
  }

  private func matches(_ row: Row, hasProbes: Bool) throws -> Bool {
    if let context = filter.context, (row["context"] as String) != context.rawValue { return false }
    if let isCueHeldOut = filter.isCueHeldOut, (row["heldOutCue"] as Bool) != isCueHeldOut { return false }
    if let judgement = filter.judgement, (row["verdict"] as Bool?) != judgement.verdict { return false }
    if !filter.probes.isEmpty {
      guard hasProbes, let probe = row["probe"] as String?, filter.probes.contains(probe) else { return false }
    }
    return row["isFound"]
  }
}

extension SampleKey {
  /// The key of a row.
  fileprivate init(_ row: Row) throws {
    guard let context = Context(rawValue: row["context"]) else {
      throw LedgerError(.damaged, "the ledger has a context that is none; restore it or begin a new run")
    }
    self.init(
      stageID: row["stageID"], step: row["step"], context: context, isCueHeldOut: row["heldOutCue"],
      index: row["sampleIndex"])
  }
}
