// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

Flow {
    id: tabs

    property string category

    signal chosen(string category)

    spacing: Theme.px(16)

    Chip {
        name: "category."
        text: I18n.t("touch.all")
        chosen: tabs.category === ""
        onTouched: tabs.chosen("")
    }

    Repeater {
        model: Hall.categories

        Chip {
            id: tab

            required property string key
            required property var model

            name: "category." + key
            text: I18n.own(model.name)
            chosen: tabs.category === key
            onTouched: tabs.chosen(key)
        }
    }
}
