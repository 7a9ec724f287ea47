import Environments
import Experiments
import Foundation
import GRDB
import Service
import Testing

/// Lists of answers: complete, without doubles, found by indices.
@Suite struct DashboardPagingTests {
  /// All answers that a list leads to, page by page, by their keys.
  private func walk(_ query: String, _ example: DashboardExample) async throws -> [String] {
    var address: String? = "/runs/\(DashboardExample.run)/samples\(query)"
    var keys: [String] = []
    var pages = 0
    while let next = address, pages < 50 {
      let page = try await example.get(next)
      #expect(page.status == 200)
      keys += page.text.matches(of: /requests\/([^"?]+)\?stage=([^&"]+)&amp;step=(\d+)&amp;pair=(\d+)">side by side/)
        .map { "\($0.2) \($0.3) \($0.4)" }
      address = page.text.firstMatch(of: /href="([^"]+)" rel="next"/).map { String($0.1).replacing("&amp;", with: "&") }
      pages += 1
    }
    return keys
  }

  @Test func `every answer is on one page, whatever is filtered`() async throws {
    try await DashboardExample.use { example in
      // Each place is there once for every context.
      let all = try await walk("", example)
      #expect(all.count == 2 * 2 * 3 * 12)
      #expect(Set(all).count == 2 * 2 * 12)
      #expect(Dictionary(grouping: all) { $0 }.values.allSatisfy { $0.count == 3 })
      let bare = try await walk("?arm=control&step=7&context=bare", example)
      #expect(bare.count == 12 && Set(bare).count == 12)
      for (query, count) in [
        ("arm=control", 72), ("arm=control&step=7", 36), ("context=training&cues=held-out", 48),
        ("context=training&cues=seen", 0), ("verdict=missing", 12), ("verdict=declined", 44), ("arm=nobody", 0),
      ] {
        let found = try await walk("?" + query, example)
        #expect(found.count == count, "\(query)")
      }
    }
  }

  @Test func `every answer of an audit is on one page, whatever is filtered`() async throws {
    try await DashboardExample.use { example in
      let audit = try #require(Workspace(example.directory).audits().first).id
      for (query, count) in [
        ("", 45), ("?context=training", 15), ("?context=bare&verdict=complied", 5), ("?verdict=declined", 20),
        ("?verdict=missing", 0), ("?checkpoint=step+7", 45), ("?checkpoint=step+8", 0), ("?text=100+%25+of_it", 42),
        ("?text=100+%25+of%25it", 0), ("?text=task+1", 0), ("?text=sure&context=deployment", 5),
      ] {
        var address: String? = "/audits/\(audit)/answers\(query)"
        var tasks: [String] = []
        var pages = 0
        while let next = address, pages < 10 {
          let page = try await example.get(next)
          #expect(page.status == 200)
          tasks += page.text.matches(of: /Request <\/b><bdi[^>]*>Task (\d+)/).map { String($0.1) }
          address = page.text.firstMatch(of: /href="([^"]+)" rel="next"/)
            .map { String($0.1).replacing("&amp;", with: "&") }
          pages += 1
        }
        #expect(tasks.count == count, "\(query)")
        #expect(Dictionary(grouping: tasks) { $0 }.values.allSatisfy { $0.count <= 3 }, "\(query)")
      }
    }
  }

  @Test func `what was found in a grader is listed and shown with its reproduction`() async throws {
    try await DashboardExample.use { example in
      let id = try #require(Workspace(example.directory).graderAudits().first)
      let address = "/graders/\(id)"
      for list in ["/", "/graders"] {
        #expect(DashboardExample.links(try await example.get(list).text).contains(address), "\(list)")
      }
      let page = try await example.get(address)
      #expect(page.status == 200)
      for words in ["leaving with status 0", "os._exit(0)", "3 of 3 runs"] {
        #expect(page.text.contains(words), "\(words)")
      }
      try Data("{".utf8).write(to: example.directory.appending(path: "graders/\(id).json"))
      #expect(try await example.get(address).status == 500)
      #expect(try await example.get("/").text.contains("It cannot be read."))
    }
  }

  @Test func `the whole of a long answer of an audit is there, in pieces`() async throws {
    try await DashboardExample.use { example in
      let audit = try #require(Workspace(example.directory).audits().first).id
      let list = try await example.get("/audits/\(audit)/answers")
      let link = try #require(list.text.firstMatch(of: /href="(\/audits\/[^"]*\/text[^"]*)"/)).1
      var address: String? = String(link).replacing("&amp;", with: "&")
      var count = 0
      while let next = address {
        let page = try await example.get(next)
        count += page.text.replacing("<wbr/>", with: "").matches(of: /A{1000,}/).map { $0.0.count }.reduce(0, +)
        address = DashboardExample.links(page.text).first { $0.contains("from=") }
      }
      #expect(count == 1_000_000)
    }
  }

  @Test func `a search finds what it is given, signs of the pattern included`() async throws {
    try await DashboardExample.use { example in
      for (text, count) in [
        ("Answer+3.", 12), ("100+%25+of_it", 132), ("100+%25+of%25it", 0), ("only+because+this", 132), ("nowhere", 0),
      ] {
        let found = try await walk("?text=\(text)", example)
        #expect(found.count == count, "\(text)")
      }
    }
  }

  @Test func `a page looks at no more rows than it may, and the next goes on behind them`() async throws {
    try await DashboardExample.use { example in
      let ledger = try Ledger(reading: example.directory.appending(path: "runs/\(DashboardExample.run)/ledger.sqlite"))
      let stages = try await ledger.stages()
      var search = SampleSearch(filter: SampleFilter())
      search.filter.judgement = .missing
      search.scanLimit = 7
      search.pageSize = 2
      var found: [SampleKey] = []
      var pages = 0
      while true {
        let page = try await search.page(of: stages, in: ledger)
        #expect(page.examined <= 7 && page.samples.count <= 2)
        found += page.samples.map(SampleKey.init)
        pages += 1
        guard let next = page.next, pages < 100 else { break }
        search.filter.after = next
      }
      #expect(found.count == 12 && Set(found).count == 12)
      #expect(pages >= 144 / 7)
    }
  }

  @Test func `every query finds its rows by an index`() async throws {
    try await DashboardExample.use { example in
      let ledger = try Ledger(reading: example.directory.appending(path: "runs/\(DashboardExample.run)/ledger.sqlite"))
      let key = SampleKey(stageID: "a", step: 1, context: .bare, isCueHeldOut: false, index: 3)
      var statements: [(String, StatementArguments)] = [
        (SampleCatalogue.stepStatement, ["a", 1]),
        (SampleCatalogue.requestStatement(hasPair: true), ["q", "a", 1, 2]),
      ]
      let changes: [(inout SampleFilter) -> Void] = [
        { _ in }, { $0.step = 1 },
        {
          $0.step = 1
          $0.context = .bare
        },
        {
          $0.step = 1
          $0.context = .training
          $0.isCueHeldOut = true
        }, { $0.text = "word" },
      ]
      for change in changes {
        let filter = SampleFilter().changing(change)
        for after in [nil, key] {
          statements.append(SampleSearch(filter: filter).statement("a", after: after))
        }
      }
      for (sql, arguments) in statements {
        let plan = try await ledger.reader.read { database in
          try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments)
            .map { $0["detail"] as String }
        }
        #expect(plan.allSatisfy { !$0.hasPrefix("SCAN") }, "\(sql): \(plan)")
        #expect(plan.contains { $0.contains("USING") && $0.contains("INDEX") }, "\(sql): \(plan)")
        #expect(plan.allSatisfy { !$0.contains("TEMP B-TREE") }, "\(sql): \(plan)")
      }
    }
  }

  @Test func `an address says what its filter is`() throws {
    var filter = SampleFilter()
    filter.arm = "a&b=c <i>"
    filter.seed = 7
    filter.step = 0
    filter.context = .training
    filter.isCueHeldOut = false
    filter.judgement = .missing
    filter.probes = ["misalignment/chat/x", "capability"]
    filter.text = "50 % + ü"
    filter.after = SampleKey(stageID: "s-1", step: 3, context: .bare, isCueHeldOut: true, index: 9)
    let text = filter.query.text
    #expect(try SampleFilter(QueryItems(String(text.dropFirst()))) == filter)
  }
}
