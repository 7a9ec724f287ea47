import Audit
import Testing
