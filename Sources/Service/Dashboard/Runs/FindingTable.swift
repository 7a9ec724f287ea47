import Reports

/// The table of a report for a terminal, as markup: few columns, one line an arm.
struct FindingTable {
  private let table: TextTable

  init(_ table: TextTable) {
    self.table = table
  }

  var markup: Markup {
    guard !table.rows.isEmpty else { return .empty }
    return .tag(
      "table", ["class": "brief"],
      [
        .tag("thead", [:], [.tag("tr", [:], table.header.map { .tag("th", ["scope": "col"], $0) })]),
        .tag(
          "tbody", [:],
          table.rows.map { row in
            .tag(
              "tr", [:],
              zip(table.header, row).enumerated().map { index, cell in
                index == 0
                  ? .tag("th", ["scope": "row"], cell.1) : .tag("td", ["data-label": cell.0], cell.1)
              })
          }),
      ])
  }
}
