import Environments
import Foundation
import Probes
import Reports
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Report page")
struct PageTests {
  @Test("the page and the figure are well-formed XML")
  func wellFormed() {
    let report = StudyReport(ExampleStudy.typical)
    #expect(Document(report.html()).error == nil)
    let figure = Document(report.mainFigure().svg())
    #expect(figure.error == nil)
    #expect(figure.elements["svg"] == 1)
  }

  @Test("nothing is loaded from anywhere, and no script runs")
  func selfContained() {
    let page = Document(StudyReport(ExampleStudy.typical).html())
    for element in ["script", "link", "img", "iframe", "object", "embed", "base", "form"] {
      #expect(page.elements[element] == nil, "\(element)")
    }
    let loading: Set = ["src", "href", "srcset", "action", "style", "background"]
    #expect(page.attributes.keys.filter { loading.contains($0) || $0.hasPrefix("on") }.isEmpty)
    #expect(page.text.contains("url(") == false)
    #expect(page.text.contains("@import") == false)
    #expect(page.attributes["content"]?.contains { $0.hasPrefix("default-src 'none'") } == true)
  }

  @Test("every figure says in words what it shows, and every id is there once")
  func accessible() throws {
    let page = Document(StudyReport(ExampleStudy.typical).html())
    let ids = page.attributes["id"] ?? []
    #expect(Set(ids).count == ids.count)
    let references = (page.attributes["aria-labelledby"] ?? []).flatMap { $0.split(separator: " ").map(String.init) }
    #expect(references.count == 2 * (page.elements["svg"] ?? 0))
    #expect(references.allSatisfy(Set(ids).contains))
  }

  @Test(
    "what a model wrote is shown and never works",
    arguments: [
      "<script>alert(1)</script>", "</p></div></body></html>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x",
      "&lt;b&gt; &amp;amp; ]]> <!-- ", "<style>*{display:none}</style>", "</style><script>x</script>", "{{x}} ${x} `x`",
    ])
  func hostile(text: String) throws {
    let page = Document(StudyReport(study(saying: text)).html())
    #expect(page.error == nil)
    #expect(page.elements["script"] == nil && page.elements["img"] == nil && page.elements["style"] == 1)
    // In reasoning, answer, cue and request, to the letter.
    #expect(page.text.components(separatedBy: text).count - 1 >= 4)
  }

  @Test("control characters and turns of the writing direction are shown as signs")
  func invisible() {
    let html = StudyReport(study(saying: "a\u{0}b\u{8}c\u{1B}[31m\u{202E}d\u{2066}e\u{FFFF}f\u{85}g")).html()
    #expect(Document(html).error == nil)
    #expect(html.contains("a␀b␈c␛[31m⟨U+202E⟩d⟨U+2066⟩e\u{FFFD}f⟨U+85⟩g"))
    #expect(!html.unicodeScalars.contains { $0.value == 0x202E || ($0.value < 0x20 && $0 != "\n" && $0 != "\t") })
  }

  @Test("a line of a million characters is cut, and the page says how much")
  func endless() {
    let html = StudyReport(study(saying: String(repeating: "x", count: 1_000_000))).html()
    #expect(html.utf8.count < 400_000)
    #expect(html.contains("996000 more characters"))
    #expect(Document(html).error == nil)
  }

  @Test("an arm with a hostile name does no harm either")
  func hostileArm() {
    let name = "<script>\"'&"
    let report = StudyReport(ExampleStudy.data([("control", (0.9, 0.9, 0.9)), (name, (0.9, 0.9, 0.5))]))
    let page = Document(report.html())
    #expect(page.error == nil && page.elements["script"] == nil)
    #expect(Document(report.mainFigure().svg()).error == nil)
  }

  @Test("the page shows the table's numbers as the terminal does")
  func table() throws {
    let report = StudyReport(ExampleStudy.typical)
    let full = try #require(report.analysis.summary(of: "full"))
    let gap = String(format: "+%.1f", full.gap.value * 100)
    #expect(report.html().contains("<b>\(gap)</b>"))
    let lines = report.summaryTable().description.split(separator: "\n")
    let row = try #require(lines.first { $0.hasPrefix("full") })
    #expect(row.contains(gap) && row.hasSuffix("resisted"))
    #expect(Set(lines.prefix(5).map(\.count)).count == 1)
  }

  private func study(saying text: String) -> StudyData {
    ExampleStudy.data(
      [("control", (0.97, 0.97, 0.97)), ("full", (0.95, 0.8, 0.5))],
      comparisons: [
        TranscriptComparison(
          arm: "full", seed: 1, step: 70, request: text, choice: .first,
          transcripts: [
            Transcript(
              cell: ProbeCell(.training), cue: text,
              reasoning: [MarkedSentence(text, labels: ReasoningLabels(framing: true))], answer: text, complied: true)
          ])
      ])
  }
}

/// What an XML parser that is not ours reads in a document.
final class Document: NSObject, XMLParserDelegate {
  private(set) var elements: [String: Int] = [:]
  private(set) var attributes: [String: [String]] = [:]
  private(set) var text = ""
  private(set) var error: String?

  init(_ source: String) {
    super.init()
    let parser = XMLParser(data: Data(source.utf8))
    parser.delegate = self
    if !parser.parse() { error = parser.parserError.map { "\($0) in line \(parser.lineNumber)" } ?? "unknown" }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements[name, default: 0] += 1
    for (key, value) in attributes { self.attributes[key, default: []].append(value) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    text += string
  }
}
