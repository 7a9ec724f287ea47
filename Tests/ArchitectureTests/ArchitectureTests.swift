import Foundation
import TestSupport
import Testing

@Suite("Architecture")
struct ArchitectureTests {
  private static func tree() throws -> Architecture {
    let root = SourceTree.root
    let manifest = Manifest(try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8))
    let folder = root.appending(path: "Sources").resolvingSymlinksInPath()
    var sources: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where path.hasSuffix(".swift") || path.hasSuffix(".h") {
      sources[path] = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }
    return Architecture(manifest: manifest, sources: sources)
  }

  @Test("Every room imports only rooms above it, declared ones, and every file keeps the rules")
  func rules() throws {
    let tree = try Self.tree()
    #expect(tree.sources.count > 50)
    for violation in tree.violations { Issue.record("\(violation)") }
  }

  @Test("The manifest is read whole: it has a target for every room that has a folder, and the rooms stand in order")
  func manifest() throws {
    let tree = try Self.tree()
    let declared = tree.manifest.targets.map(\.name)
    let folders = Set(tree.sources.keys.map { String($0.prefix { $0 != "/" }) })
    #expect(folders.subtracting(declared) == [])
    let rooms = declared.filter(Architecture.rooms.contains)
    #expect(rooms == Architecture.rooms.filter(rooms.contains))
    let experiments = try #require(tree.manifest.targets.first { $0.name == "Experiments" })
    #expect(Set(["LocalEngine", "GRDB", "Crypto", "Yams"]).isSubset(of: experiments.dependencies))
  }

  @Test(
    "Each rule finds what breaks it",
    arguments: [
      ("Reports/Page.swift", "import Service", "Reports/Page.swift: imports Service, on which Reports does not depend"),
      (
        "Probes/Probe.swift", "  @preconcurrency import LocalEngine",
        "Probes/Probe.swift: imports LocalEngine, on which"
      ),
      ("Probes/Probe.swift", "private import struct Yams.Node", "Probes/Probe.swift: imports Yams, on which Probes"),
      ("Loose/File.swift", "", "Loose/File.swift: Package.swift declares no target Loose"),
      ("Probes/Utils/File.swift", "", "Probes/Utils/File.swift: a folder named Utils"),
      ("Probes/A.swift", "public struct A {}\npublic enum B {}", "Probes/A.swift: more than one public type (A, B)"),
      ("Probes/A.swift", "public final class B {}", "Probes/A.swift: is not named for its public type B"),
      ("Probes/A.swift", "let a = try! b()", "Probes/A.swift: an error that ends the program"),
    ])
  func broken(path: String, text: String, expected: String) {
    let manifest = Manifest(
      """
      let package = Package(
        name: "x",
        targets: [
          .target(name: "ModelBackend"),
          .target(name: "Probes", dependencies: ["ModelBackend"]),
          .target(name: "Reports", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        ]
      )
      """)
    let tree = Architecture(manifest: manifest, sources: [path: text])
    #expect(tree.violations.contains { $0.hasPrefix(expected) }, "\(tree.violations)")
  }

  @Test("A file that has grown too long is named")
  func longFile() {
    let lines = String(repeating: "// more\n", count: Architecture.longestFile + 1)
    let tree = Architecture(manifest: Manifest(""), sources: ["Probes/A.swift": lines])
    #expect(tree.fileViolations == ["Probes/A.swift: 451 lines, more than 450"])
  }

  @Test("A manifest that turns the way of the data round is found out")
  func brokenManifest() {
    let manifest = Manifest(
      """
      let package = Package(
        name: "x",
        targets: [
          .target(name: "LocalEngine", dependencies: [.target(name: "Experiments", condition: .when(platforms: [.linux]))]),
          .target(
            name: "Probes", dependencies: ["LocalEngine"]),
          .target(name: "Manager"),
        ]
      )
      """)
    #expect(
      Architecture(manifest: manifest, sources: [:]).manifestViolations == [
        "Package.swift: LocalEngine may not depend on Experiments, below it",
        "Package.swift: Probes may not name the backend LocalEngine",
        "Package.swift: Manager is no room of the design",
      ])
  }
}
