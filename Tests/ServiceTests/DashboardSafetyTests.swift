import Experiments
import Foundation
import HTTPTypes
import Service
import Testing

/// Pages over a run whose models write markup, script, terminal escapes, text from right to left, and lines without end.
@Suite struct DashboardSafetyTests {
  @Test func `every link on every page answers, and nothing that a model wrote takes effect`() async throws {
    try await DashboardExample.use { example in
      var waiting = ["/", "/runs/\(DashboardExample.run)/compare?with=\(DashboardExample.other)"]
      var seen: Set<String> = ["/"]
      var pages = 0
      while let address = waiting.popLast(), pages < 400 {
        let answer = try await example.get(address)
        #expect(answer.status == 200, "\(address)")
        guard answer.headers[.contentType]?.hasPrefix("text/html") == true else { continue }
        pages += 1
        check(answer, at: address)
        for link in DashboardExample.links(answer.text) where seen.insert(link).inserted {
          // A page of answers leads to a hundred like it: one in ten of them stands for all.
          if link.contains("/text?") || link.contains("/requests/"), !seen.count.isMultiple(of: 10) { continue }
          waiting.append(link)
        }
      }
      #expect(pages > 20)
    }
  }

  private func check(_ answer: DashboardExample.Answer, at address: String) {
    let policy = answer.headers[.contentSecurityPolicy] ?? ""
    #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "\(address)")
    #expect(!policy.contains("unsafe"), "\(address)")
    #expect(answer.headers[.xContentTypeOptions] == "nosniff", "\(address)")
    let html = answer.text
    #expect(html.matches(of: /<script[ >]/).count <= 1, "\(address)")
    #expect(!html.contains("<img") && !html.contains("<!--") && !html.contains("<i>full"), "\(address)")
    #expect(html.matches(of: /\s(?:on[a-z]+|style)="/).isEmpty, "\(address)")
    #expect(!html.contains("href=\"javascript"), "\(address)")
    // Terminal escapes and overrides of direction are shown as signs.
    for scalar in html.unicodeScalars where scalar != "\n" && scalar != "\t" {
      let isHidden =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value)
      if isHidden { Issue.record("\(address) has U+\(String(scalar.value, radix: 16))") }
      if isHidden { return }
    }
    // Lines without end are cut, but on the page that shows the whole.
    #expect(html.utf8.count < (address.contains("/text?") ? 2_000_000 : 600_000), "\(address)")
  }

  @Test func `a long answer is cut, and the page of the whole has all of it`() async throws {
    try await DashboardExample.use { example in
      let run = DashboardExample.run
      let list = try await example.get("/runs/\(run)/samples?arm=control&step=7&context=bare")
      #expect(list.text.contains("999400 more characters"))
      var address: String? = "/runs/\(run)/text?sample=reinforcement-control-1~7~bare~0~0"
      var count = 0
      while let next = address {
        let page = try await example.get(next)
        // A word without end is broken: browsers would be busy with it for minutes.
        #expect(!page.text.contains(String(repeating: "A", count: 501)))
        let unbroken = page.text.replacing("<wbr/>", with: "").replacing("<wbr>", with: "")
        count += unbroken.matches(of: /A{1000,}/).map { $0.0.count }.reduce(0, +)
        address = DashboardExample.links(page.text).first { $0.contains("from=") }
      }
      #expect(count == 1_000_000)
    }
  }

  @Test func `what cannot be shown is said on a page`() async throws {
    try await DashboardExample.use { example in
      let run = DashboardExample.run
      let audit = try #require(Workspace(example.directory).audits().first).id
      for (address, status) in [
        ("/nothing", 404), ("/runs/none", 404), ("/runs/\(run)/nothing", 404), ("/audits/none", 404),
        ("/runs/..%2F..%2Fetc", 404), ("/runs/\(run)/samples?step=x", 400), ("/runs/\(run)/samples?after=1~2", 400),
        ("/runs/\(run)/requests/none", 404), ("/runs/\(run)/text?sample=a~1~bare~0~0", 404),
        ("/runs/\(run)/compare", 400), ("/runs/\(run)/compare?with=none", 404),
        ("/runs/\(run)/annotate/labels.csv?rater=nobody", 404), ("/audits/none/answers", 404),
        ("/audits/\(audit)/answers?context=nowhere", 400), ("/audits/\(audit)/answers?after=x", 400),
        ("/audits/\(audit)/text", 404), ("/audits/\(audit)/text?question=99999", 404),
      ] {
        let answer = try await example.get(address)
        #expect(answer.status == status, "\(address)")
        #expect(answer.text.contains("<h1>") && answer.text.contains("To the list of runs"), "\(address)")
        check(answer, at: address)
      }
    }
  }

  @Test func `a ledger that cannot be read is named, and the others are listed`() async throws {
    try await DashboardExample.use { example in
      let newer = example.directory.appending(path: "runs/20260103-000000-newer")
      let broken = example.directory.appending(path: "runs/20260104-000000-broken")
      let ledger = try await DashboardExample.ledger(of: newer.lastPathComponent, in: example.directory)
      try ledger.close()
      try DashboardLedger.execute("INSERT INTO grdb_migrations VALUES ('99 of the future')", in: ledger.url)
      _ = try await DashboardExample.ledger(of: broken.lastPathComponent, in: example.directory)
      for suffix in ["-wal", "-shm"] {
        try? FileManager.default.removeItem(at: broken.appending(path: "ledger.sqlite\(suffix)"))
      }
      try Data("no ledger".utf8).write(to: broken.appending(path: "ledger.sqlite"))
      let list = try await example.get("/")
      #expect(list.status == 200)
      #expect(list.text.contains("newer version of Titer"))
      #expect(list.text.contains("damaged or no ledger"))
      #expect(list.text.contains("/runs/\(DashboardExample.run)"))
      let page = try await example.get("/runs/\(newer.lastPathComponent)")
      #expect(page.status == 500 && page.text.contains("update Titer"))
    }
  }
}
