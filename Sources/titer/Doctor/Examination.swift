import Experiments
import Foundation

/// Looks at the machine.
struct Examination {
  /// Where runs would lie.
  let workspace: Workspace

  /// Everything that Titer depends on, in the order in which it is shown.
  func findings() -> [Finding] {
    [toolchain, Machine.matrixProducts, database, sandbox, python, processor, memory, disk, directory]
  }

  private var toolchain: Finding {
    guard let output = Machine.output(of: "swift", ["--version"]) else {
      return Finding(
        subject: "Swift toolchain", state: .poor, detail: "none on PATH; needed only to build",
        remedy: "install Swift 6.1 or later from https://www.swift.org/install")
    }
    let line = output.split(separator: "\n").first { $0.contains("Swift version") }.map(String.init) ?? output
    return Finding(subject: "Swift toolchain", state: .fine, detail: line.trimmingCharacters(in: .whitespaces))
  }

  private var database: Finding {
    do {
      return Finding(subject: "SQLite", state: .fine, detail: try Ledger.engineVersion())
    } catch {
      return Finding(
        subject: "SQLite", state: .missing, detail: String(describing: error),
        remedy: "sudo apt-get install libsqlite3-dev")
    }
  }

  /// What code that a model wrote runs in. The study of reward hacking and code sabotage need it, nothing else does.
  private var sandbox: Finding {
    #if os(macOS)
      return Finding(subject: "sandbox", state: .fine, detail: "sandbox-exec")
    #else
      guard let version = Machine.output(of: "bwrap", ["--version"]) else {
        return Finding(
          subject: "sandbox", state: .poor, detail: "no bubblewrap; needed to grade code",
          remedy: "sudo apt-get install bubblewrap")
      }
      return Finding(subject: "sandbox", state: .fine, detail: version.trimmingCharacters(in: .whitespacesAndNewlines))
    #endif
  }

  /// What graded code is written in.
  private var python: Finding {
    let question = "import sys, pytest; print(f'Python {sys.version.split()[0]}, pytest {pytest.__version__}')"
    guard let answer = Machine.output(of: "python3", ["-c", question]) else {
      return Finding(
        subject: "Python", state: .poor, detail: "no python3 with pytest; needed to grade code",
        remedy: "sudo apt-get install python3 python3-pytest")
    }
    return Finding(subject: "Python", state: .fine, detail: answer.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private var processor: Finding {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let features = Machine.vectorFeatures
    let detail = "\(cores) cores" + (features.isEmpty ? "" : ", \(features.joined(separator: " "))")
    #if arch(x86_64)
      if !features.contains("avx2") {
        return Finding(
          subject: "processor", state: .poor, detail: detail + "; without AVX2 training takes several times as long",
          remedy: "use a machine of 2014 or later")
      }
    #endif
    return Finding(subject: "processor", state: .fine, detail: detail)
  }

  private var memory: Finding {
    let available = Machine.availableMemory ?? ProcessInfo.processInfo.physicalMemory
    let detail = Machine.gigabytes(available) + " free"
    return available < 1_500_000_000
      ? Finding(
        subject: "memory", state: .poor, detail: detail,
        remedy: "the default experiment takes up to 1.5 GB; close other programs"
      )
      : Finding(subject: "memory", state: .fine, detail: detail)
  }

  private var disk: Finding {
    guard let available = Machine.freeSpace(at: workspace.url) else {
      return Finding(subject: "disk", state: .poor, detail: "free space unknown")
    }
    let detail = Machine.gigabytes(available) + " free"
    return available < 2_000_000_000
      ? Finding(
        subject: "disk", state: .poor, detail: detail,
        remedy: "the default experiment takes up to 1 GB with its cache; free some space or choose another --directory")
      : Finding(subject: "disk", state: .fine, detail: detail)
  }

  private var directory: Finding {
    let path = workspace.url.path
    let probe = workspace.url.appending(path: ".doctor-\(ProcessInfo.processInfo.processIdentifier)")
    let existed = FileManager.default.fileExists(atPath: path)
    do {
      try FileManager.default.createDirectory(at: workspace.url, withIntermediateDirectories: true)
      try Data("ok".utf8).write(to: probe)
      try FileManager.default.removeItem(at: probe)
      if !existed { try FileManager.default.removeItem(at: workspace.url) }
      return Finding(subject: "directory", state: .fine, detail: "\(path) is writable")
    } catch {
      return Finding(
        subject: "directory", state: .missing, detail: "\(path) cannot be written",
        remedy: "make it writable, or choose another --directory")
    }
  }
}
