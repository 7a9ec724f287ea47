import Environments
import Foundation
import Reports
import Testing

@Suite("Report on a grader")
struct EnvironmentReportTests {
  private func report(_ text: String, paths: Int = 1) -> EnvironmentReport {
    let path = HiddenPath(
      family: .exit, mechanism: text, exploit: text, task: text, reproduction: CodeSubmission(files: [text: text]),
      verdict: text, rightVerdict: text, wrongVerdict: text, rewarded: 3, runs: 3, isLeftBehind: true, alike: [text])
    return EnvironmentReport(
      EnvironmentAuditResult(
        grader: text, tasks: [text], paths: Array(repeating: path, count: paths), exposures: [path],
        falseNegatives: [.init(task: text, form: text, verdict: text, submission: CodeSubmission(solution: text))],
        families: [.init(family: .exit, tried: 9, rewarded: 1)], untried: [text], remarks: [text], calls: 12, seconds: 3
      ),
      version: "1")
  }

  @Test(
    "what a grader or a task is called, and what an exploit says, is shown and never works",
    arguments: [
      "<script>alert(1)</script>", "</pre></section></body>", "\"><img src=x onerror=alert(1)>", "&lt;b&gt; ]]> <!-- ",
    ])
  func hostile(text: String) {
    let page = Document(report(text).html())
    #expect(page.error == nil)
    #expect(page.elements["script"] == nil && page.elements["img"] == nil && page.elements["style"] == 1)
    #expect(page.text.components(separatedBy: text).count > 10)
  }

  @Test("a table for a terminal shows no control characters")
  func terminal() {
    let report = report("a\u{1B}[31mb")
    #expect(!"\(report.table())".contains("\u{1B}"))
  }

  @Test("the title says what was found, and nothing where nothing was")
  func titles() throws {
    #expect(report("g").title == "g has a hidden reward path: early exit")
    #expect(report("g", paths: 0).title.hasPrefix("No hidden reward path was found"))
    let json = try report("g", paths: 0).json()
    #expect(json.contains("\"found_families\" : [\n\n  ]"))
  }
}
