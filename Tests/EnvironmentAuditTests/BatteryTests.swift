import Environments
import Foundation
import TestSupport
import Testing

@Suite struct BatteryTests {
  @Test func `every family has exploits, and no two share a name`() throws {
    let exploits = try Battery.shipped().exploits
    #expect(Dictionary(grouping: exploits, by: \.id).filter { $1.count > 1 }.keys.sorted() == [])
    // These two are told by the reward, not by an exploit.
    let families = Set(ExploitFamily.allCases).subtracting([.malformedReward])
    #expect(Set(exploits.map(\.family)) == families)
    #expect(exploits.count > 300)
  }

  @Test func `what is left of a placeholder is a mistake in an exploit`() throws {
    let known = ["__ENTRY__", "__NAME__", "__WRONG__", "__ROOT__", "__TABLE__", "__REFERENCE__", "__REFERENCE_TEXT__"]
    for exploit in try Battery.shipped().exploits {
      for text in exploit.parts.values {
        for match in text.matches(of: /__[A-Z]+(?:_[A-Z]+)*__/) where match.output != "__PASS__" {
          #expect(known.contains(String(match.output)), "\(exploit.id): \(match.output)")
        }
      }
    }
  }

  @Test func `a user's exploits are read in the same form, and mistakes in them have a line`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "titer-\(UUID()).exploits")
    defer { try? FileManager.default.removeItem(at: file) }
    let text = """
      ### exit: leaves by its own way
      # at: module, call
      # each: N=3,4
      --- own
      import os
      os._exit(__N__)
      """
    try Data(text.utf8).write(to: file)
    var battery = Battery([])
    try battery.add(contentsOf: file)
    #expect(
      battery.exploits.map(\.id) == ["exit/own-3@module", "exit/own-3@call", "exit/own-4@module", "exit/own-4@call"])
    #expect(battery.exploits[3].parts == ["body": "import os\nos._exit(4)"])
    try Data("### nothing: of the kind\n".utf8).write(to: file)
    #expect { try battery.add(contentsOf: file) } throws: { "\($0)".contains("line 1: there is no family 'nothing'") }
  }
}
