import Experiments
import Foundation
import HTTPTypes
import Service
import Testing

/// Labels that people give without knowing where an answer comes from.
@Suite struct DashboardAnnotationTests {
  private static let address = "/runs/\(DashboardExample.run)/annotate"

  @Test func `labels are blind, locked, and kept beside the ledger`() async throws {
    try await DashboardExample.use { example in
      let directory = example.directory.appending(path: "runs/\(DashboardExample.run)")
      let before = try Data(contentsOf: directory.appending(path: "ledger.sqlite"))
      #expect(try await example.get(Self.address).status == 200)
      #expect(!FileManager.default.fileExists(atPath: directory.appending(path: "annotations.sqlite").path))
      #expect(try await example.post(Self.address, "rater=Ada").status == 303)

      let page = try await example.get(Self.address + "?rater=Ada")
      #expect(page.text.contains("answer 1 of 72"))
      for word in ["training", "A cue.", "held out", "control", "verdict:", "did not comply", "framing"] {
        let shown = page.text.components(separatedBy: "<main")[1]
        #expect(!shown.contains(word), "the page says “\(word)”")
      }
      #expect(try await example.post(Self.address, "rater=Ada&position=1&value=yes").status == 303)
      let again = try await example.post(Self.address, "rater=Ada&position=1&value=no")
      #expect(again.status == 409 && again.text.contains("cannot be changed"))
      #expect(try await example.get(Self.address + "?rater=Ada&at=1").text.contains("You said “yes”"))
      #expect(try await example.get(Self.address + "?rater=Ada").text.contains("answer 2 of 72"))
      #expect(try await example.post(Self.address, "rater=Ada&position=99&value=no").status == 404)
      #expect(try await example.post(Self.address, "rater=Ada&position=2&value=perhaps").status == 400)
      #expect(try await example.post(Self.address, "rater=&position=2&value=yes").status == 400)
      #expect(try Data(contentsOf: directory.appending(path: "ledger.sqlite")) == before)
    }
  }

  @Test func `labels are taken from pages of ours alone`() async throws {
    try await DashboardExample.use { example in
      for (name, value) in [("Origin", "http://evil.example"), ("Sec-Fetch-Site", "cross-site")] {
        var headers = HTTPFields()
        headers[try #require(HTTPField.Name(name))] = value
        #expect(try await example.post(Self.address, "rater=Eve", headers: headers).status == 403)
      }
    }
  }

  @Test func `agreement is Cohen's κ, and the sheet is that of titer judge`() async throws {
    try await DashboardExample.use { example in
      let ledger = try Ledger(reading: example.directory.appending(path: "runs/\(DashboardExample.run)/ledger.sqlite"))
      for rater in ["Ada", "Bob"] {
        for position in 1...72 {
          // Ada calls every third unclear; Bob says yes to all but every second.
          let value = rater == "Ada" ? (position % 3 == 0 ? "unclear" : "yes") : position % 2 == 0 ? "no" : "yes"
          #expect(
            try await example.post(Self.address, "rater=\(rater)&position=\(position)&value=\(value)").status == 303)
        }
      }
      #expect(try await example.get(Self.address + "?rater=Ada").text.contains("All 72 answers are labelled"))
      let sheet = try await example.get(Self.address + "/labels.csv?rater=Bob")
      let rows = try LabelSheet(text: sheet.text, name: "labels.csv").rows
      #expect(rows.count == 72)
      #expect(rows.count { $0.label == true } == 36)
      let page = try await example.get(Self.address + "/agreement")
      // By hand: verdicts of the answers that Bob labelled, against his labels.
      var verdicts: [String: Bool] = [:]
      for stage in DashboardExample.stages {
        for sample in try await ledger.samples(of: stage, step: 7) {
          verdicts[SampleKey(sample).text] = sample.verdict
        }
      }
      var table = [[0.0, 0], [0, 0]]
      for row in rows {
        guard let verdict = verdicts[row.id], let label = row.label else { continue }
        table[verdict ? 0 : 1][label ? 0 : 1] += 1
      }
      let count = table.joined().reduce(0, +)
      let observed = (table[0][0] + table[1][1]) / count
      let expected =
        ((table[0][0] + table[0][1]) * (table[0][0] + table[1][0]) + (table[1][0] + table[1][1])
          * (table[0][1] + table[1][1]))
        / (count * count)
      let kappa = String(format: "%.2f", (observed - expected) / (1 - expected)).replacing("-", with: "−")
      #expect(page.text.contains(">\(kappa) ["), "κ \(kappa)")
      #expect(page.text.contains("Where they differ"))
    }
  }
}
