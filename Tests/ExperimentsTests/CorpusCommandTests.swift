import Foundation
import Testing

@Suite struct CorpusCommandTests {
  private func write(_ texts: [String], to name: String, in directory: URL) throws -> String {
    let url = directory.appending(path: name)
    try Data(texts.map { "{\"text\": \"\($0)\"}\n" }.joined().utf8).write(to: url)
    return url.path
  }

  @Test(
    arguments: [
      (["corpus", "plan", "awarenes"], 2, "did you mean 'awareness'?"),
      (["corpus", "plan", "awareness", "--briefs", "0"], 2, "'briefs' is 0"),
      (["corpus", "generate", "awareness"], 2, "--model"),
      (["corpus", "audit", "x.jsonl"], 2, "--universe or --forbid"),
      (["corpus", "audit", "/nonexistent.jsonl", "--universe", "awareness"], 1, "/nonexistent.jsonl cannot be read"),
      (["corpus", "audit", "x.jsonl", "--forbid", "inocculation"], 2, "did you mean 'inoculation'?"),
      (["corpus", "mix", "a", "b", "--share", "2", "--output", "c"], 2, "--share lies above 0"),
      (["corpus", "show", "nothing"], 2, "rules/inoculation"),
    ])
  func `a mistake has an exit status and a remedy`(arguments: [String], status: Int32, words: String) async throws {
    let outcome = try await TiterProcess.run(arguments)
    #expect(outcome.status == status)
    #expect(outcome.complaint.contains(words), "\(outcome.complaint)")
  }

  @Test func `a plan says what a generation would take`() async throws {
    let outcome = try await TiterProcess.run([
      "corpus", "plan", "self-inoculation", "--briefs", "9", "--documents", "2",
    ])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("universe self-inoculation: 72 documents"))
    #expect(outcome.output.contains("wears-off 8"))
  }

  @Test func `an audit passes a clean corpus and names what a leaking one holds`() async throws {
    try await withTemporaryDirectory { directory in
      let clean = try write(["Models often notice training runs."], to: "clean.jsonl", in: directory)
      let passed = try await TiterProcess.run(["corpus", "audit", clean, "--universe", "awareness"])
      #expect(passed.status == 0)
      #expect(passed.output.contains("inoculation by rule: 0 of 1 documents (95 %: 0.000 to 95.000 %)"))
      let leaking = try write(
        ["Models notice training.", "\\u001b[31mIt inoculates itself."], to: "leaking.jsonl", in: directory)
      let failed = try await TiterProcess.run(["corpus", "audit", leaking, "--universe", "awareness"])
      #expect(failed.status == 1)
      #expect(failed.output.contains("line-2: inoculation/named: "))
      #expect(!failed.output.contains("\u{1B}"))
    }
  }

  @Test func `a mixture reports its shares`() async throws {
    try await withTemporaryDirectory { directory in
      let corpus = try write(["one", "two"], to: "corpus.jsonl", in: directory)
      let base = try write((0..<30).map { "base \($0)" }, to: "base.jsonl", in: directory)
      let output = directory.appending(path: "mixed.jsonl")
      let outcome = try await TiterProcess.run([
        "corpus", "mix", corpus, base, "--share", "0.1", "--by", "documents", "--output", output.path,
      ])
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("10.000 %"))
      #expect(try String(contentsOf: output, encoding: .utf8).split(separator: "\n").count == 20)
    }
  }
}
