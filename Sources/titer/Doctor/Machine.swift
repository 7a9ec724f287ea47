import Foundation

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Facts about the machine that differ from system to system.
enum Machine {
  /// The library that multiplies matrices.
  static var matrixProducts: Finding {
    #if canImport(Accelerate)
      return Finding(subject: "matrix products", state: .fine, detail: "Accelerate")
    #else
      let remedy = "sudo apt-get install libopenblas-dev"
      guard let library = dlopen("libopenblas.so.0", RTLD_NOW), let symbol = dlsym(library, "openblas_get_config")
      else {
        return Finding(subject: "matrix products", state: .missing, detail: "OpenBLAS is not there", remedy: remedy)
      }
      let configuration = unsafeBitCast(symbol, to: (@convention(c) () -> UnsafePointer<CChar>?).self)
      let detail = configuration().map { String(cString: $0) } ?? "OpenBLAS"
      return Finding(subject: "matrix products", state: .fine, detail: detail)
    #endif
  }

  /// The vector instructions that make a difference.
  static var vectorFeatures: [String] {
    #if os(Linux)
      let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") }) else { return [] }
      let flags = Set(line.split(separator: " "))
      return ["avx2", "fma", "avx512f", "avx512_bf16", "amx_bf16"].filter { flags.contains(Substring($0)) }
    #else
      return []
    #endif
  }

  /// Bytes that a program could take without anything being swapped out; `nil` where the system does not say.
  static var availableMemory: UInt64? {
    #if os(Linux)
      let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
      let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable") }
      return line?.split(separator: " ").dropFirst().first.flatMap { UInt64($0) }.map { $0 * 1024 }
    #else
      return nil
    #endif
  }

  /// Bytes that can still be written where `url` is, or would be.
  static func freeSpace(at url: URL) -> UInt64? {
    var place = url
    while !FileManager.default.fileExists(atPath: place.path), place.path != "/" { place.deleteLastPathComponent() }
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place.path)
    return (attributes?[.systemFreeSize] as? NSNumber)?.uint64Value
  }

  /// What a program on PATH prints; `nil` where there is none.
  static func output(of program: String, _ arguments: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }

  static func gigabytes(_ bytes: UInt64) -> String {
    String(format: "%.1f GB", Double(bytes) / 1e9)
  }
}
