// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// Language and large type: low on the screen, so that a wheelchair user reaches them.
Item {
    id: footer

    implicitHeight: Math.max(languages.implicitHeight, easy.implicitHeight) + Theme.px(56)

    Rectangle {
        width: parent.width
        height: Theme.lineWidth
        color: Theme.line
    }

    Row {
        id: languages

        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(20)

        Repeater {
            model: Hall.languages

            Chip {
                id: tongue

                required property string modelData

                name: "language." + tongue.modelData
                icon: "globe"
                text: I18n.t("common.language." + tongue.modelData)
                chosen: I18n.language === tongue.modelData
                onTouched: Catalogue.language = tongue.modelData
            }
        }
    }

    Chip {
        id: easy

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        name: "easy"
        icon: "type"
        text: I18n.t(Theme.easy ? "touch.large_type.off" : "touch.large_type")
        chosen: Theme.easy
        onTouched: Theme.easy = !Theme.easy
    }
}
