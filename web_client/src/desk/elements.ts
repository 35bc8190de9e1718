/** The parts of Element Plus that the desk uses, with their looks; nothing else of it is loaded. */

import "element-plus/es/components/base/style/css";
import "element-plus/es/components/button/style/css";
import "element-plus/es/components/dialog/style/css";
import "element-plus/es/components/input/style/css";
import "element-plus/es/components/skeleton/style/css";
import "element-plus/es/components/skeleton-item/style/css";
import "element-plus/es/components/tag/style/css";

export { ElButton } from "element-plus/es/components/button/index";
export { ElDialog } from "element-plus/es/components/dialog/index";
export { ElInput } from "element-plus/es/components/input/index";
export { ElSkeleton } from "element-plus/es/components/skeleton/index";
export { ElTag } from "element-plus/es/components/tag/index";
