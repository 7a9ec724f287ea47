import Foundation

/// A Python on this machine, and where what it needs lies.
public struct PythonInterpreter: Sendable, Hashable {
  /// The interpreter itself, not a link to it or a script that starts it.
  public var executable: String
  /// What starts it with the packages of its virtual environment, where it has one.
  public var command: String
  /// `3.11.7`
  public var version: String
  /// Where the standard library and its shared objects lie.
  public var libraries: [String]
  /// The packages beside the standard library that were asked for, by the names of what they hold.
  public var packages: [String: String]

  /// What pytest consists of, by version.
  static let pytest = [
    "pytest", "_pytest", "pluggy", "iniconfig", "packaging", "pygments", "exceptiongroup", "tomli",
    "typing_extensions", "py",
  ]

  /// Whether pytest can be run.
  public var hasPytest: Bool { ["pytest", "_pytest", "pluggy", "iniconfig"].allSatisfy { packages[$0] != nil } }

  /// Finds an interpreter: the one that is named, else that of `TITER_PYTHON`, of `.venv`, of `PATH`, of the system.
  ///
  /// - Parameters:
  ///   - path: An interpreter that is to be taken and no other.
  ///   - withPytest: Whether it has to have pytest.
  /// - Throws: `SandboxError` with the code `noPython` where there is none.
  public static func find(_ path: String? = nil, withPytest: Bool = false) throws -> PythonInterpreter {
    let environment = ProcessInfo.processInfo.environment
    let candidates: [String]
    if let path = path ?? environment["TITER_PYTHON"] {
      candidates = [path]
    } else {
      // A virtual environment is first asked for pytest alone: what runs in the sandbox sees nothing else of it.
      let found = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" } + ["/usr/bin/python3"]
      candidates = withPytest ? found + [".venv/bin/python"] : found
    }
    var seen: Set<String> = []
    for candidate in candidates where seen.insert(candidate).inserted {
      guard FileManager.default.isExecutableFile(atPath: candidate), let python = ask(candidate) else { continue }
      if !withPytest || python.hasPytest { return python }
    }
    let what = withPytest ? "Python 3.9 or later with pytest" : "Python 3.9 or later"
    let where_ = candidates.count == 1 ? "\(candidates[0]) is not" : "found no"
    throw SandboxError(
      .noPython,
      withPytest
        ? "\(where_) \(what): run `python3 -m pip install pytest`, or set TITER_PYTHON to a Python that has it."
        : "\(where_) \(what): install it (Debian: apt-get install python3), or set TITER_PYTHON to one.")
  }

  private struct Description: Decodable {
    var executable: String
    var command: String
    var version: [Int]
    var libraries: [String]
    var packages: [String: String]
  }

  private static func ask(_ candidate: String) -> PythonInterpreter? {
    let question = """
      import importlib.util, json, os, sys, sysconfig
      packages = {}
      for name in \(pytest.map { "'\($0)'" }.joined(separator: ", ")):
          try: found = importlib.util.find_spec(name)
          except Exception: found = None
          if found and found.origin and found.origin != 'frozen':
              packages[name] = os.path.dirname(found.origin) if found.submodule_search_locations else found.origin
      libraries = {os.path.realpath(p) for p in (sysconfig.get_path('stdlib'), sysconfig.get_path('platstdlib')) if p}
      shared = sysconfig.get_config_var('LDLIBRARY') or ''
      if '.so' in shared or '.dylib' in shared:
          path = os.path.join(sysconfig.get_config_var('LIBDIR') or '', sysconfig.get_config_var('INSTSONAME') or shared)
          if os.path.exists(path): libraries.add(path)
      executable = os.path.realpath(getattr(sys, '_base_executable', None) or sys.executable)
      print(json.dumps(dict(executable=executable, command=sys.executable, version=list(sys.version_info[:3]),
          libraries=sorted(libraries), packages=packages)))
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: candidate)
    process.arguments = ["-c", question]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard let found = try? JSONDecoder().decode(Description.self, from: data), found.version.count == 3,
      (found.version[0], found.version[1]) >= (3, 9)
    else { return nil }
    return PythonInterpreter(
      executable: found.executable, command: found.command,
      version: found.version.map(String.init).joined(separator: "."), libraries: found.libraries,
      packages: found.packages)
  }
}
