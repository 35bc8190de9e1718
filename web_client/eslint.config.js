import eslint from "@eslint/js";
import prettier from "eslint-config-prettier";
import vue from "eslint-plugin-vue";
import { defineConfig, globalIgnores } from "eslint/config";
import typescript from "typescript-eslint";

export default defineConfig(
  globalIgnores(["node_modules/", "src/wire/messages.ts"]),
  eslint.configs.recommended,
  typescript.configs.strictTypeChecked,
  vue.configs["flat/recommended"],
  {
    languageOptions: {
      parserOptions: {
        parser: typescript.parser,
        projectService: { allowDefaultProject: ["*.js", "scripts/*.js"] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: [".vue"],
      },
    },
    rules: {
      // TypeScript knows the names.
      "no-undef": "off",
      "vue/block-order": ["error", { order: ["script", "template", "style"] }],
      "vue/no-undef-components": "error",
      "max-lines": ["error", 300],
      complexity: ["error", 8],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["**/*.js"],
    extends: [typescript.configs.disableTypeChecked],
  },
  prettier,
);
