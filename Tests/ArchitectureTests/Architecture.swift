/// The rules about rooms and files, and where a tree of sources breaks them.
struct Architecture {
  /// The rooms in the order of the design: a room imports only rooms before it.
  static let rooms = [
    "Statistics", "Language", "ModelBackend", "LocalEngine", "TinkerBackend", "OpenAIBackend", "Corpora",
    "Environments", "Reinforcement", "Probes", "Audit", "Microcosm", "Experiments", "Reports", "Service", "titer",
  ]

  /// The rooms that every other room but `inventory` knows through `ModelBackend`'s protocols alone.
  static let concreteBackends: Set<String> = ["LocalEngine", "TinkerBackend", "OpenAIBackend"]

  /// The rooms that may name a concrete backend.
  static let inventory: Set<String> = ["Experiments", "Service", "titer"]

  /// What comes with Swift or the operating system.
  static let systemModules: Set<String> = [
    "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "RegexBuilder", "Glibc", "Musl", "Darwin",
    "Accelerate", "os",
  ]

  static let longestFile = 450

  var manifest: Manifest
  /// The text of every source file, by its path below `Sources`.
  var sources: [String: String]

  /// One sentence for every rule broken, in a fixed order.
  var violations: [String] {
    (manifestViolations + importViolations + fileViolations).sorted()
  }

  /// What the manifest allows and the order of rooms does not.
  var manifestViolations: [String] {
    var violations: [String] = []
    for target in manifest.targets where ["target", "executableTarget"].contains(target.kind) {
      if ["TestSupport", "TestServers"].contains(target.name) || target.name.hasSuffix("Example") { continue }
      guard let place = Self.rooms.firstIndex(of: target.name) else {
        violations.append("Package.swift: \(target.name) is no room of the design")
        continue
      }
      for dependency in target.dependencies {
        guard let other = Self.rooms.firstIndex(of: dependency) else { continue }
        if other >= place {
          violations.append("Package.swift: \(target.name) may not depend on \(dependency), below it")
        }
        if Self.concreteBackends.contains(dependency), !Self.inventory.contains(target.name) {
          violations.append("Package.swift: \(target.name) may not name the backend \(dependency)")
        }
      }
    }
    return violations
  }

  /// Imports that the manifest does not declare, and dependencies that nothing imports.
  ///
  /// Without this SwiftPM would let a room import whatever else happens to have been built.
  var importViolations: [String] {
    var violations: [String] = []
    var imported: [String: Set<String>] = [:]
    for (path, text) in sources {
      let room = Self.room(of: path)
      guard let target = manifest.targets.first(where: { $0.name == room }) else {
        violations.append("\(path): Package.swift declares no target \(room)")
        continue
      }
      if target.kind == "systemLibrary" { continue }
      for module in Self.imports(in: text) {
        imported[room, default: []].insert(module)
        if !Self.systemModules.contains(module), !target.dependencies.contains(module) {
          violations.append("\(path): imports \(module), on which \(room) does not depend")
        }
      }
    }
    for target in manifest.targets where Self.rooms.contains(target.name) {
      for dependency in target.dependencies where imported[target.name]?.contains(dependency) != true {
        violations.append("Package.swift: \(target.name) depends on \(dependency) and imports it nowhere")
      }
    }
    return violations
  }

  /// Files that are too long, hold two public types, are named for none, or lie in a folder that names nothing.
  var fileViolations: [String] {
    var violations: [String] = []
    for (path, text) in sources where path.hasSuffix(".swift") && !path.hasSuffix(".pb.swift") {
      let length = text.utf8.count { $0 == UInt8(ascii: "\n") }
      if length > Self.longestFile { violations.append("\(path): \(length) lines, more than \(Self.longestFile)") }
      let types = Self.publicTypes(in: text)
      if types.count > 1 {
        violations.append("\(path): more than one public type (\(types.joined(separator: ", ")))")
      }
      let name = path.split(separator: "/").last?.prefix { $0 != "." && $0 != "+" } ?? ""
      if let type = types.first, types.count == 1, type != name {
        violations.append("\(path): is not named for its public type \(type)")
      }
      for folder in path.split(separator: "/") where folder.contains(/^(Utils?|Utilities|Helpers?|Managers?|Common)$/) {
        violations.append("\(path): a folder named \(folder) says nothing of what it holds")
      }
      for (mark, name) in Self.unfinished where text.contains(mark) {
        violations.append("\(path): \(name)")
      }
    }
    return violations
  }

  private nonisolated(unsafe) static let unfinished: [(Regex<Substring>, String)] = [
    (/\b(?:TODO|FIXME|XXX)\b/, "a note of something undone"),
    (/fatalError\("(?:not implemented|unimplemented)/, "something not implemented"),
    (/\btry!/, "an error that ends the program"),
  ]

  private static func room(of path: String) -> String {
    String(path.prefix { $0 != "/" })
  }

  private static func imports(in text: String) -> Set<String> {
    let statement =
      /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
    // What stands in a literal of several lines is another language's.
    let code = text.replacing(/#*"""[\s\S]*?"""#*/, with: "")
    return Set(code.split(separator: "\n").compactMap { $0.prefixMatch(of: statement).map { String($0.1) } })
  }

  /// The public types at the top level of a file, which is where lines are not indented.
  private static func publicTypes(in text: String) -> [String] {
    let declaration = /^(?:@\w+\s+)*public\s+(?:final\s+|indirect\s+)*(?:struct|enum|class|actor|protocol)\s+(\w+)/
    return text.split(separator: "\n").compactMap { $0.prefixMatch(of: declaration).map { String($0.1) } }
  }
}
