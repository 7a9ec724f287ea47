import Foundation
import Probes

extension RunPlan {
  /// The conditions under which every probe puts each of its requests.
  static var cellCount: Int { ProbeCell.all.count }

  /// The plan as a person reads it.
  public var text: String {
    let header = ["stage", "steps", "calls", "trained", "read", "drawn", "verdicts"]
    let rows = stages.map { stage in
      [
        stage.title, Self.grouped(stage.steps), Self.grouped(stage.calls), Self.grouped(stage.trainedTokens),
        Self.grouped(stage.readTokens), Self.grouped(stage.drawnTokens), Self.grouped(stage.verdicts),
      ]
    }
    let sum = { (key: KeyPath<StagePlan, Int>) in Self.grouped(stages.reduce(0) { $0 + $1[keyPath: key] }) }
    let total = [
      "together", sum(\.steps), sum(\.calls), sum(\.trainedTokens), sum(\.readTokens), sum(\.drawnTokens),
      sum(\.verdicts),
    ]
    let table = [header] + rows + [total]
    let widths = header.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    var lines = table.map { row in
      row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + padding : padding + row[column]
      }.joined(separator: "  ")
    }
    lines.append("")
    lines.append("Tokens are upper bounds: every text and completion as long as it may be.")
    if let cost {
      lines.append("Costs at most \(Self.grouped(Int(cost.rounded(.up)))) in the currency of the file's prices.")
      if !unpriced.isEmpty {
        lines.append("It leaves out what has no price (task.prices): \(unpriced.joined(separator: ", ")).")
      }
    } else {
      lines.append("No cost: the file says no prices (task.prices).")
    }
    lines.append("")
    lines += lacks.isEmpty ? ["Nothing is missing."] : ["Missing:"] + lacks.map { "- \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A number with its thousands apart.
  private static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0 && index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
