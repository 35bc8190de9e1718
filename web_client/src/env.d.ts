// vue-tsc reads the components themselves; this is for ESLint, which does not.
declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent;
  export default component;
}
