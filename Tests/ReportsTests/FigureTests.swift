import Foundation
import Reports
import Testing

@Suite("Figures")
struct FigureTests {
  @Test(
    "an axis is marked at round values within its domain",
    arguments: [
      (0.0...1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0...700, 7, [0, 100, 200, 300, 400, 500, 600, 700]),
      (-0.2...0.9, 4, [0, 0.5]), (0...0, 4, []),
    ])
  func ticks(domain: ClosedRange<Double>, count: Int, expected: [Double]) {
    let ticks = Axis("", domain: domain, tickCount: count).ticks
    #expect(ticks.count == expected.count)
    #expect(zip(ticks, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("a fitted axis holds every value, also one alone, equal ones, and none")
  func fitting() {
    for values in [[0.031, 0.27, -0.4], [5], [0, 0], [-3, -3], [], [.nan, 2], [1e-9, 2e-9], [1e12]] as [[Double]] {
      let domain = Axis.fitting(values).domain
      #expect(domain.lowerBound < domain.upperBound)
      for value in values where value.isFinite { #expect(domain.contains(value)) }
    }
  }

  @Test("a line is interrupted where a value is missing, and what is beyond the axis stays within the panel")
  func gaps() {
    let points: [LineSeries.Point] = [(0, 0.2), (1, .nan), (2, 0.4), (3, 7)].map { LineSeries.Point(x: $0, y: $1) }
    let chart = Chart(
      "title", description: "description", x: Axis("step", domain: 0...3), y: Axis("rate", domain: 0...1),
      series: [LineSeries("line", colour: .arm(1), points: points)])
    let svg = Figure(title: "figure", caption: "caption", charts: [chart]).svg()
    let path = svg.components(separatedBy: "class=\"line arm1\" d=\"").last?.prefix { $0 != "\"" } ?? ""
    #expect(path.count { $0 == "M" } == 2)
    #expect(path.count { $0 == "L" } == 1)
    #expect(path.hasSuffix(",30"))
    #expect(!svg.contains("nan"))
  }

  @Test("a figure without any data is drawn all the same")
  func empty() {
    let svg = Figure(title: "", caption: "", charts: []).svg()
    #expect(svg.hasPrefix("<svg"))
  }
}
