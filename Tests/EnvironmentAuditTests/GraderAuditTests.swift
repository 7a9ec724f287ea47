import Environments
import Foundation
import TestSupport
import Testing

/// Graders with one hole each, sound ones, and sound ones that look as if they had a hole.
///
/// All of them: `TITER_EVERY_GRADER=1 scripts/test --filter GraderAuditTests`.
@Suite(.tags(.python, .slow), .serialized)
struct GraderAuditTests {
  @Test(arguments: GraderExample.chosen)
  func `in every grader exactly what is there is found`(example: GraderExample) async throws {
    let result = try await example.audit()
    #expect(
      Set(result.foundFamilies) == example.families, "\(result.paths.map { "\($0.family.rawValue): \($0.exploit)" })")
    #expect(result.families.reduce(0) { $0 + $1.tried } > 20)
    #expect(!result.untried.isEmpty)
  }

  @Test func `a finding is cut down to what it needs, and that is rewarded`() async throws {
    let example = try #require(GraderExample.all.first { $0.name == "reward_file" })
    let result = try await example.audit(minimizing: true, families: [.tampering])
    let path = try #require(result.paths.first)
    let text = path.reproduction.files.values.joined()
    #expect(text.contains("reward"))
    #expect(text.split(separator: "\n").count < 15)
    #expect(path.verdict == "1" && path.wrongVerdict == "0" && path.rewarded == path.runs)
  }

  @Test func `right solutions that a grader refuses for their words are named`() async throws {
    let example = try #require(GraderExample.all.first { $0.name == "decoy_word_filter" })
    let result = try await example.audit(families: [.wrongAnswer])
    #expect(result.paths.isEmpty)
    #expect(result.falseNegatives.contains { $0.form == "imports os and sys" })
  }
}
